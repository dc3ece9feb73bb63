/* The types of lanes in memory, as the kernels of lir_kernels.c and lir_convert.c see them. */
#ifndef HPC_LIR_LANES_H
#define HPC_LIR_LANES_H

#include <stdint.h>

/* Lanes are read and written as raw memory: a slot may hold another element type before. */
#define ALIASED __attribute__((may_alias))
typedef uint8_t ALIASED k_i1;
typedef int8_t ALIASED k_i8;
typedef int16_t ALIASED k_i16;
typedef int32_t ALIASED k_i32;
typedef int64_t ALIASED k_i64;
typedef uint8_t ALIASED k_u8;
typedef uint16_t ALIASED k_u16;
typedef uint32_t ALIASED k_u32;
typedef uint64_t ALIASED k_u64;
typedef uint16_t ALIASED k_f16;
typedef float ALIASED k_f32;
typedef double ALIASED k_f64;
typedef uint64_t ALIASED k_ptr;

#endif
