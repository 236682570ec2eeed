/*
 * Elementary functions of real numbers that give the same bits on every machine: only additions, multiplications and
 * divisions of doubles in a fixed order. Those of a C library differ in the last bit from one library to another, and
 * in one library between processors with and without a fused multiply-add. sqrt, fabs, fmin, fmax, floor, ceil, round
 * and their like are exact by definition and are used as they are; a test sees to it that the program calls no other.
 *
 * All are within one unit in the last place of the true value, except real_direction (two, of the larger). NaN in, NaN
 * out.
 */
#ifndef CATCHMENT_BASE_REAL_H
#define CATCHMENT_BASE_REAL_H

/* e^x, 2^x; infinity above the range of a double, 0 below it. */
double real_exp(double x);
double real_exp2(double x);

/* Natural logarithm, logarithm to base 2; -infinity for 0, NaN below. Powers of 2 have whole logarithms. */
double real_log(double x);
double real_log2(double x);

/* log(1 + x), precise for small x. */
double real_log1p(double x);

/* base^exponent for a base from 0; NaN for a negative one. Anything to the 0 and 1 to anything is 1. */
double real_pow(double base, double exponent);

/* Cosine and sine of an angle given as a part of a whole turn, 0 to 1. */
void real_direction(double turn, double *x, double *y);

#endif
