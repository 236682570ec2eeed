"""Two output files of the program, compared byte for byte."""

import h5py

# What a file says about how, where and when it was made. Everything else must be the same.
OF_THE_MAKING = {
    "command",
    "compiler",
    "flags",
    "host",
    "threads",
    "start_time",
    "end_time",
    "wall_seconds",
    "peak_memory_bytes",
}

REFERENCES = {"DIMENSION_LIST", "REFERENCE_LIST"}


def state_hash(path):
    with h5py.File(path) as file:
        return file.attrs["state_hash"].decode()


def _bytes_of(values):
    """Type, shape and bytes; texts of any length stand for themselves."""
    if not hasattr(values, "dtype"):
        return values
    content = values.tolist() if values.dtype.hasobject else values.tobytes()
    return str(values.dtype), values.shape, content


def _references(file, item, name):
    """Links between datasets are addresses in the file: the names that they stand for."""
    if name == "DIMENSION_LIST":
        return [[file[link].name for link in dimension] for dimension in item.attrs[name]]
    return sorted((file[row[0]].name, int(row[1])) for row in item.attrs[name])


def _attributes(file, item):
    for name in item.attrs:
        if item.name == "/provenance" and name in OF_THE_MAKING:
            continue
        value = _references(file, item, name) if name in REFERENCES else _bytes_of(item.attrs[name])
        yield f"{item.name}@{name}", value


def _content(path, leave_out):
    """Everything in the file by its name: attributes as /group/dataset@attribute."""
    content = {}

    def visit(item):
        if not item.name.startswith(leave_out):
            content.update(_attributes(file, item))
            content[item.name] = _bytes_of(item[()]) if isinstance(item, h5py.Dataset) else "group"

    with h5py.File(path) as file:
        visit(file["/"])
        file.visititems(lambda _, item: visit(item))
    return content


def differences(one, other, leave_out=()):
    """Names of datasets and attributes in which two files differ, but for those that begin with one of `leave_out`."""
    ours, theirs = (_content(path, tuple(leave_out)) for path in (one, other))
    return sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))


def datasets(path):
    with h5py.File(path) as file:
        names = []
        file.visititems(lambda name, item: names.append(name) if isinstance(item, h5py.Dataset) else None)
    return names
