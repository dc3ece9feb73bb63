/* Own elementary functions of scalars: see math_own.h. */
#include "math_own.h"

#define LANES 1
#include "math_lanes.h"

#include "elementary_f32.inc"
#include "elementary_f64.inc"
