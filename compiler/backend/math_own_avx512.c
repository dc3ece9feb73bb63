/* Own elementary functions of vectors of 512 bits: see math_own.h. CMakeLists.txt compiles this
 * file with AVX-512. */
#if defined(__AVX512F__)
#include "math_own.h"

#define LANES 8
#include "math_lanes.h"

#include "elementary_f64.inc"
#undef LANES
#define LANES 16
#include "math_lanes.h"

#include "elementary_f32.inc"
#else
typedef int math_own_unused; /* a file must not be empty */
#endif
