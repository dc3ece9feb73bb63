/* gamma and lgamma; a pole of gamma gives NaN (zero: an infinity), one of lgamma infinity. */
#ifndef HPC_MATH_GAMMA_H
#define HPC_MATH_GAMMA_H

#include <stdbool.h>

double math_gamma(double x);
double math_lgamma(double x);
float math_gammaf(float x);
float math_lgammaf(float x);

#endif
