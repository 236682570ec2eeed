"""What an output says, as labelled arrays: rates, shares, waits and money. Nothing here draws."""
