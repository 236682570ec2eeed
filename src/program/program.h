/*
 * The program: finds the command, has its options read, does it, and turns what came of it into an exit status. Called
 * by main and by nobody else.
 *
 * Exit status: 0 done; 2 wrong usage or scenario; 3 input, output or memory failed; 4 an invariant broke; 128 + the
 * number of the signal for a run that was stopped by one.
 */
#ifndef CATCHMENT_PROGRAM_PROGRAM_H
#define CATCHMENT_PROGRAM_PROGRAM_H

int program_main(int count, char **arguments);

#endif
