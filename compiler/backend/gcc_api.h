/* libgccjit, opened when it is asked for. Its header alone is needed to build this; where that is
 * missing HPC_HAVE_LIBGCCJIT is not defined, and the backend says so. */
#ifndef HPC_GCC_API_H
#define HPC_GCC_API_H

#include <stdbool.h>

#ifdef HPC_HAVE_LIBGCCJIT
#include <libgccjit.h>

/* What is called of it, without the prefix gcc_jit_. */
#define GJ_FUNCTIONS(X)                                                                            \
    X(context_acquire)                                                                             \
    X(context_release)                                                                             \
    X(context_set_int_option)                                                                      \
    X(context_set_bool_print_errors_to_stderr)                                                     \
    X(context_set_bool_allow_unreachable_blocks)                                                   \
    X(context_add_command_line_option)                                                             \
    X(context_compile_to_file)                                                                     \
    X(context_dump_to_file)                                                                        \
    X(version_major)                                                                               \
    X(version_minor)                                                                               \
    X(version_patchlevel)                                                                          \
    X(context_get_first_error)                                                                     \
    X(context_get_type)                                                                            \
    X(context_get_int_type)                                                                        \
    X(type_get_pointer)                                                                            \
    X(type_get_volatile)                                                                           \
    X(type_get_aligned)                                                                            \
    X(type_get_vector)                                                                             \
    X(context_new_array_type)                                                                      \
    X(context_new_field)                                                                           \
    X(context_new_struct_type)                                                                     \
    X(struct_as_type)                                                                              \
    X(context_new_param)                                                                           \
    X(param_as_lvalue)                                                                             \
    X(param_as_rvalue)                                                                             \
    X(context_new_function)                                                                        \
    X(context_get_builtin_function)                                                                \
    X(function_get_address)                                                                        \
    X(function_get_param)                                                                          \
    X(function_new_block)                                                                          \
    X(function_new_local)                                                                          \
    X(context_new_global)                                                                          \
    X(global_set_initializer)                                                                      \
    X(lvalue_as_rvalue)                                                                            \
    X(lvalue_set_alignment)                                                                        \
    X(lvalue_get_address)                                                                          \
    X(lvalue_access_field)                                                                         \
    X(context_new_rvalue_from_long)                                                                \
    X(context_null)                                                                                \
    X(context_new_unary_op)                                                                        \
    X(context_new_binary_op)                                                                       \
    X(context_new_comparison)                                                                      \
    X(context_new_call)                                                                            \
    X(context_new_cast)                                                                            \
    X(context_new_bitcast)                                                                         \
    X(context_new_array_access)                                                                    \
    X(context_new_rvalue_from_vector)                                                              \
    X(rvalue_dereference)                                                                          \
    X(block_add_eval)                                                                              \
    X(block_add_assignment)                                                                        \
    X(block_end_with_conditional)                                                                  \
    X(block_end_with_jump)                                                                         \
    X(block_end_with_return)                                                                       \
    X(block_add_extended_asm)                                                                      \
    X(extended_asm_set_volatile_flag)                                                              \
    X(extended_asm_add_output_operand)                                                             \
    X(extended_asm_add_input_operand)                                                              \
    X(extended_asm_add_clobber)

typedef struct gj_api {
#define X(name) __typeof__(gcc_jit_##name) *name;
    GJ_FUNCTIONS(X)
#undef X
    void *library;
} gj_api;

/* NULL, or what is missing and how to install it (a constant text). The library stays in the process:
 * it has state that outlives what is opened here. */
const char *gj_open(gj_api *api);
void gj_close(gj_api *api);
#endif

/* Can --backend=gcc be used? NULL: yes; else why not, as gj_open says it. */
const char *gj_missing(void);

#endif
