/* Own elementary functions of vectors of 128 and 256 bits, and of scalars by FMA: see math_own.h. CMakeLists.txt compiles
 * this file with AVX2 and FMA. */
#if defined(__AVX2__)
#define EXPORT_SUFFIX _fma
#include "math_own.h"

#define LANES 1
#include "math_lanes.h"

#include "elementary_f32.inc"
#include "elementary_f64.inc"
#undef LANES
#undef EXPORT_SUFFIX
#define EXPORT_SUFFIX
#define LANES 2
#include "math_lanes.h"

#include "elementary_f64.inc"
#undef LANES
#define LANES 4
#include "math_lanes.h"

#include "elementary_f32.inc"
#include "elementary_f64.inc"
#undef LANES
#define LANES 8
#include "math_lanes.h"

#include "elementary_f32.inc"
#else
typedef int math_own_unused; /* a file must not be empty */
#endif
