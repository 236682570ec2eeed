#include "base/real.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/*
 * Arguments are brought into a small range by exact steps, as in Cody and Waite, "Software manual for the elementary
 * functions" (1980); there Taylor's series are summed, cut off where the rest is far below the last bit. Powers need
 * more than a double holds: the unevaluated sum of two, after Dekker, "A floating-point technique for extending the
 * available precision" (1971). Contraction to fused operations must be off.
 */

enum { MANTISSA_BITS = 52, EXPONENT_BIAS = 1023, SUBNORMAL_SHIFT = 54 };

/* ln 2 in two parts; the first has 32 bits, so that its product with an exponent is exact. */
static const double ln2_high = 0x1.62e42feep-1;
static const double ln2_low = 0x1.a39ef35793c76p-33;
static const double ln2 = 0x1.62e42fefa39efp-1; /* and in two parts of full length */
static const double ln2_rest = 0x1.abc9e3b39803fp-56;
static const double ln2_inverse = 0x1.71547652b82fep+0; /* in two parts, too */
static const double ln2_inverse_rest = 0x1.777d0ffda0d24p-56;
static const double root_2 = 0x1.6a09e667f3bcdp+0;
static const double full_turn = 0x1.921fb54442d18p+2; /* 2 pi */

/* Beyond these the result of exp is infinite or 0 whatever follows. */
static const double exp_most = 800;
static const double exp2_most = 1100;

struct wide {
    double high, low; /* the value is their sum; low is below the last bit of high */
};

/* A positive number as part x 2^exponent, part from the root of 1/2 to the root of 2. */
struct scaled {
    double part;
    int exponent;
};

static struct wide wide_sum(double a, double b)
{
    const double sum = a + b;
    const double of_b = sum - a;

    return (struct wide){sum, (a - (sum - of_b)) + (b - of_b)};
}

/* The upper half of the bits of a number. */
static double upper_half(double a)
{
    const double shifted = 0x1.0000002p+27 * a;

    return shifted - (shifted - a);
}

static struct wide wide_product(double a, double b)
{
    const double product = a * b;
    const double a_high = upper_half(a), b_high = upper_half(b);
    const double a_low = a - a_high, b_low = b - b_high;

    return (struct wide){product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low};
}

static double power_of_2(int exponent)
{
    const uint64_t bits = (uint64_t)(EXPONENT_BIAS + exponent) << MANTISSA_BITS;
    double value = 0;

    memcpy(&value, &bits, sizeof value);
    return value;
}

/* In two steps, the first exact, so that results below the normal range are rounded once. */
static double scale(double value, int exponent)
{
    const int half = exponent / 2;

    return value * power_of_2(half) * power_of_2(exponent - half);
}

static struct scaled scaled_of(double x)
{
    const uint64_t mantissa = (UINT64_C(1) << MANTISSA_BITS) - 1;
    const bool subnormal = x < 0x1p-1022;
    const double normal = subnormal ? x * power_of_2(SUBNORMAL_SHIFT) : x;
    struct scaled self = {0, subnormal ? -SUBNORMAL_SHIFT - EXPONENT_BIAS : -EXPONENT_BIAS};
    uint64_t bits = 0;

    memcpy(&bits, &normal, sizeof bits);
    self.exponent += (int)(bits >> MANTISSA_BITS);
    bits = (bits & mantissa) | (uint64_t)EXPONENT_BIAS << MANTISSA_BITS;
    memcpy(&self.part, &bits, sizeof self.part);
    if (self.part > root_2) {
        self.part /= 2;
        self.exponent++;
    }
    return self;
}

static int nearest_whole(double x)
{
    return (int)(x < 0 ? x - 0.5 : x + 0.5);
}

/* e^(r + low) for r within half of ln 2 from 0 and a correction in its last bits: 1 + r + r^2/2! + ... + r^13/13!. */
static double exp_near_zero(double r, double low)
{
    const double r2 = r * r, r4 = r2 * r2;
    const double a = 1.0 / 2 + r * (1.0 / 6) + r2 * (1.0 / 24 + r * (1.0 / 120));
    const double b = 1.0 / 720 + r * (1.0 / 5040) + r2 * (1.0 / 40320 + r * (1.0 / 362880));
    const double c = 1.0 / 3628800 + r * (1.0 / 39916800) + r2 * (1.0 / 479001600 + r * (1.0 / 6227020800));
    const double one = 1 + r;
    const double lost = r - (one - 1);

    return one + (lost + (low + r2 * (a + r4 * (b + r4 * c))));
}

/* e^(high + low) where high is within the range of exp_most. */
static double exp_wide(double high, double low)
{
    const int twos = nearest_whole(high * ln2_inverse);
    const double rough = high - twos * ln2_high;
    const double fine = twos * ln2_low - low;
    const double r = rough - fine;

    return scale(exp_near_zero(r, (rough - r) - fine), twos);
}

double real_exp(double x)
{
    if (!(fabs(x) <= exp_most)) {
        return isnan(x) ? x : x > 0 ? (double)INFINITY : 0;
    }
    return exp_wide(x, 0);
}

double real_exp2(double x)
{
    if (!(fabs(x) <= exp2_most)) {
        return isnan(x) ? x : x > 0 ? (double)INFINITY : 0;
    }
    const int twos = nearest_whole(x);
    const double r = x - twos;
    return scale(exp_near_zero(r * ln2, r * ln2_rest), twos);
}

/* s^2/3 + s^4/5 + ... + s^20/21 for z = s^2: what the series of the logarithm has beyond its first term. */
static double logarithm_tail(double z)
{
    const double z2 = z * z, z4 = z2 * z2;
    const double a = 1.0 / 3 + z * (1.0 / 5) + z2 * (1.0 / 7 + z * (1.0 / 9));
    const double b = 1.0 / 11 + z * (1.0 / 13) + z2 * (1.0 / 15 + z * (1.0 / 17));
    const double c = 1.0 / 19 + z * (1.0 / 21);

    return z * (a + z4 * (b + z4 * c));
}

/* What has no logarithm, or one that is not finite. */
static double logarithm_outside(double x)
{
    return x == 0 ? -(double)INFINITY : x > 0 ? x : (double)NAN;
}

static bool has_logarithm(double x)
{
    return x > 0 && x < (double)INFINITY;
}

/* log(1 + f) = f - f^2/2 + s (f^2/2 + 2 tail) with s = f / (2 + f): the first term is exact. */
double real_log(double x)
{
    if (!has_logarithm(x)) {
        return logarithm_outside(x);
    }
    const struct scaled scaled = scaled_of(x);
    const double f = scaled.part - 1;
    const double s = f / (2 + f);
    const double half_square = 0.5 * f * f;
    const double rest = s * (half_square + 2 * logarithm_tail(s * s)) + scaled.exponent * ln2_low;
    return scaled.exponent * ln2_high - ((half_square - rest) - f);
}

/* (a.high + a.low) / b for a quotient known as `high` to the last bit. */
static struct wide wide_quotient(struct wide a, double high, double b)
{
    const struct wide product = wide_product(high, b);

    return (struct wide){high, ((a.high - product.high) - product.low + a.low) / b};
}

/* The logarithm of a part near 1 to about 64 bits: 2 (s + s^3/3 + s^5/5 + ...), the first two terms as sums of two. */
static struct wide logarithm_wide(double part)
{
    const double f = part - 1;
    const struct wide sum = wide_sum(part, 1);
    const double s_high = f / sum.high;
    const struct wide s = wide_quotient((struct wide){f, -s_high * sum.low}, s_high, sum.high);
    const struct wide square = wide_product(s.high, s.high);
    struct wide cube = wide_product(square.high, s.high);
    cube.low += (square.low + 2 * s.high * s.low) * s.high + square.high * s.low;
    const struct wide third = wide_quotient(cube, cube.high / 3, 3);
    const double z = square.high, z2 = z * z, z4 = z2 * z2;
    const double a = 1.0 / 5 + z * (1.0 / 7) + z2 * (1.0 / 9 + z * (1.0 / 11));
    const double b = 1.0 / 13 + z * (1.0 / 15) + z2 * (1.0 / 17 + z * (1.0 / 19));
    const double c = 1.0 / 21 + z * (1.0 / 23) + z2 * (1.0 / 25 + z * (1.0 / 27));
    const double rest = s.high * z2 * (a + z4 * (b + z4 * c));
    const struct wide both = wide_sum(s.high, third.high);
    return (struct wide){2 * both.high, 2 * (both.low + (s.low + (third.low + rest)))};
}

static struct wide logarithm_scaled(struct scaled scaled)
{
    const struct wide part = logarithm_wide(scaled.part);
    const struct wide sum = wide_sum(scaled.exponent * ln2_high, part.high);

    return wide_sum(sum.high, sum.low + (scaled.exponent * ln2_low + part.low));
}

double real_log2(double x)
{
    if (!has_logarithm(x)) {
        return logarithm_outside(x);
    }
    const struct scaled scaled = scaled_of(x);
    const struct wide part = logarithm_wide(scaled.part);
    const struct wide product = wide_product(part.high, ln2_inverse);
    const struct wide sum = wide_sum(scaled.exponent, product.high);
    return sum.high + (sum.low + (product.low + (part.high * ln2_inverse_rest + part.low * ln2_inverse)));
}

double real_log1p(double x)
{
    const double sum = 1 + x;

    if (!has_logarithm(sum)) {
        return logarithm_outside(sum);
    }
    const double lost = x < 1 ? x - (sum - 1) : 1 - (sum - x);
    const struct wide logarithm = logarithm_scaled(scaled_of(sum));
    return logarithm.high + (logarithm.low + lost / sum);
}

double real_pow(double base, double exponent)
{
    if (base == 1 || exponent == 0) {
        return 1;
    }
    if (!has_logarithm(base)) {
        const double logarithm = logarithm_outside(base);
        return isnan(logarithm) ? logarithm : real_exp(exponent * logarithm);
    }
    const struct wide logarithm = logarithm_scaled(scaled_of(base));
    const double rough = exponent * logarithm.high;
    if (!(fabs(rough) <= exp_most)) {
        return real_exp(rough);
    }
    const struct wide product = wide_product(exponent, logarithm.high);
    return exp_wide(product.high, product.low + exponent * logarithm.low);
}

/* The series of cosine and sine within an eighth of a turn from 0. */
static double cosine_near_zero(double angle)
{
    const double z = angle * angle, z2 = z * z, z4 = z2 * z2;
    const double a = 1.0 / 24 - z * (1.0 / 720) + z2 * (1.0 / 40320 - z * (1.0 / 3628800));
    const double b = 1.0 / 479001600 - z * (1.0 / 87178291200) + z2 * (1.0 / 20922789888000);

    return 1 - (0.5 * z - z2 * (a + z4 * b));
}

static double sine_near_zero(double angle)
{
    const double z = angle * angle, z2 = z * z, z4 = z2 * z2;
    const double a = 1.0 / 6 - z * (1.0 / 120) + z2 * (1.0 / 5040 - z * (1.0 / 362880));
    const double b = 1.0 / 39916800 - z * (1.0 / 6227020800) + z2 * (1.0 / 1307674368000);

    return angle - angle * z * (a + z4 * b);
}

void real_direction(double turn, double *x, double *y)
{
    const int quarters = nearest_whole(4 * turn);
    const double angle = (turn - 0.25 * quarters) * full_turn;
    const double cosine = cosine_near_zero(angle), sine = sine_near_zero(angle);
    const bool crosswise = (quarters & 1) != 0;

    *x = crosswise ? -sine : cosine;
    *y = crosswise ? cosine : sine;
    if ((quarters & 2) != 0) {
        *x = -*x;
        *y = -*y;
    }
}
