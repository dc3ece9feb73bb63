/* np.set_printoptions and np.array2string: functions of the table. A pack of settings has one value
 * for each field in the order of enum setting; None leaves the field as it is. */
#include <limits.h>
#include <string.h>

#include "table.h"
#include "text.h"

enum setting {
    PRECISION,
    THRESHOLD,
    EDGEITEMS,
    LINEWIDTH,
    SUPPRESS,
    NANSTR,
    INFSTR,
    SIGN,
    FLOATMODE,
    SETTING_COUNT
};

/* The runtime's own settings: the options and the texts that they point at. */
typedef struct settings {
    hpc_print_options options;
    char nanstr[32], infstr[32];
} settings;

static void point_at_texts(settings *s)
{
    s->options.nanstr = s->nanstr;
    s->options.infstr = s->infstr;
}

static settings settings_of(const hpc_runtime *runtime)
{
    settings s = {.options = runtime->print_options ? *runtime->print_options : hpc_print_defaults};
    strncpy(s.nanstr, s.options.nanstr, sizeof s.nanstr - 1);
    strncpy(s.infstr, s.options.infstr, sizeof s.infstr - 1);
    return s;
}

static hpc_code keep(hpc_frame *frame, const settings *s)
{
    hpc_runtime *runtime = frame->runtime;
    settings *own = runtime->print_options ? (settings *)(uintptr_t)runtime->print_options
                                           : hpc_heap_alloc(runtime->heap, sizeof *own);
    if (!own)
        return hpc_fail_memory(frame, sizeof *own);
    *own = *s;
    point_at_texts(own);
    runtime->print_options = &own->options;
    return HPC_OK;
}

void hpc_print_options_free(hpc_runtime *runtime)
{
    hpc_heap_free(runtime->heap, (void *)(uintptr_t)runtime->print_options);
    runtime->print_options = NULL;
}

/* ---- Reading a pack --------------------------------------------------------------------------- */

/* A whole number; infinity (np.inf as a threshold) is as large as can be. */
static hpc_code read_number(hpc_frame *frame, const hpc_value *v, const char *name, int64_t least,
                            int64_t *out)
{
    bool scalar_int = v->kind == HPC_SCALAR && strchr("iu", hpc_dtype_kind((hpc_dtype)v->dtype));
    bool scalar_float = v->kind == HPC_SCALAR && hpc_dtype_kind((hpc_dtype)v->dtype) == 'f';
    if (v->kind == HPC_NONE)
        return HPC_OK;
    if (v->kind == HPC_PYFLOAT || scalar_float) {
        if (v->f != v->f)
            return hpc_fail(frame, HPC_VALUE_ERROR,
                            "threshold must be non-NAN, try sys.maxsize for untruncated "
                            "representation");
        *out = v->f >= 9e18 ? INT64_MAX : (int64_t)v->f;
    } else if (v->kind == HPC_PYINT || v->kind == HPC_PYBOOL || scalar_int) {
        *out = v->i;
    } else {
        return hpc_fail(frame, HPC_TYPE_ERROR, "%s must be an integer", name);
    }
    return *out >= least
               ? HPC_OK
               : hpc_fail(frame, HPC_VALUE_ERROR, "%s must be >= %lld", name, (long long)least);
}

static hpc_code read_text(hpc_frame *frame, const hpc_value *v, const char *name, char *out)
{
    if (v->kind == HPC_NONE)
        return HPC_OK;
    if (v->kind != HPC_STR)
        return hpc_fail(frame, HPC_TYPE_ERROR, "%s must be a str", name);
    const hpc_str *s = (const hpc_str *)(const void *)v->object;
    if (s->length >= 32)
        return hpc_fail(frame, HPC_VALUE_ERROR, "%s must be shorter than 32 bytes", name);
    memcpy(out, s->text, (size_t)s->length + 1);
    return HPC_OK;
}

static hpc_code read_sign(hpc_frame *frame, const hpc_value *v, char *out)
{
    char text[32] = "";
    hpc_code code = read_text(frame, v, "sign", text);
    if (code != HPC_OK || v->kind == HPC_NONE)
        return code;
    if (strlen(text) != 1 || !strchr(" +-", text[0]))
        return hpc_fail(frame, HPC_VALUE_ERROR, "sign option must be one of ' ', '+', or '-'");
    *out = text[0];
    return HPC_OK;
}

static hpc_code read_floatmode(hpc_frame *frame, const hpc_value *v, hpc_floatmode *out)
{
    static const char *const names[] = {[HPC_FLOAT_FIXED] = "fixed",
                                        [HPC_FLOAT_UNIQUE] = "unique",
                                        [HPC_FLOAT_MAXPREC] = "maxprec",
                                        [HPC_FLOAT_MAXPREC_EQUAL] = "maxprec_equal"};
    char text[32] = "";
    hpc_code code = read_text(frame, v, "floatmode", text);
    if (code != HPC_OK || v->kind == HPC_NONE)
        return code;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], text) == 0)
            return *out = (hpc_floatmode)i, HPC_OK;
    return hpc_fail(frame, HPC_VALUE_ERROR,
                    "floatmode option must be one of \"fixed\", \"unique\", \"maxprec\", "
                    "\"maxprec_equal\"");
}

static hpc_code read_settings(hpc_frame *frame, const hpc_value *v, settings *s)
{
    hpc_print_options *o = &s->options;
    int64_t precision = o->precision, suppress = o->suppress;
    hpc_code code = read_number(frame, &v[PRECISION], "precision", 0, &precision);
    if (code == HPC_OK)
        code = read_number(frame, &v[THRESHOLD], "threshold", INT64_MIN, &o->threshold);
    if (code == HPC_OK)
        code = read_number(frame, &v[EDGEITEMS], "edgeitems", 0, &o->edgeitems);
    if (code == HPC_OK)
        code = read_number(frame, &v[LINEWIDTH], "linewidth", 0, &o->linewidth);
    if (code == HPC_OK)
        code = read_number(frame, &v[SUPPRESS], "suppress", INT64_MIN, &suppress);
    if (code == HPC_OK)
        code = read_text(frame, &v[NANSTR], "nanstr", s->nanstr);
    if (code == HPC_OK)
        code = read_text(frame, &v[INFSTR], "infstr", s->infstr);
    if (code == HPC_OK)
        code = read_sign(frame, &v[SIGN], &o->sign);
    if (code == HPC_OK)
        code = read_floatmode(frame, &v[FLOATMODE], &o->floatmode);
    o->precision = precision > INT_MAX ? INT_MAX : (int)precision;
    o->suppress = suppress != 0;
    return code;
}

/* ---- Functions of the table ------------------------------------------------------------------- */

hpc_code rtf_print_options_set(hpc_frame *frame, hpc_word *words)
{
    settings s = settings_of(frame->runtime);
    hpc_code code = read_settings(frame, words[0].p, &s);
    return code == HPC_OK ? keep(frame, &s) : code;
}

/* The settings as the bytes of a text: only rtf_print_options_restore reads it. */
hpc_code rtf_print_options_save(hpc_frame *frame, hpc_word *words)
{
    settings s = settings_of(frame->runtime);
    hpc_str *text = NULL;
    hpc_code code = hpc_str_new(frame, &text, (const char *)&s, sizeof s);
    words[0].p = text;
    return code;
}

hpc_code rtf_print_options_restore(hpc_frame *frame, hpc_word *words)
{
    const hpc_str *text = words[0].p;
    settings s;
    memcpy(&s, text->text, sizeof s);
    return keep(frame, &s);
}

/* array, settings, separator, prefix, suffix, kind (0 array2string, 1 array_str, 2 array_repr) */
hpc_code rtf_array_text(hpc_frame *frame, hpc_word *words)
{
    const hpc_view *view = words[0].p;
    const hpc_str *separator = words[2].p, *prefix = words[3].p, *suffix = words[4].p;
    settings s = settings_of(frame->runtime);
    hpc_code code = read_settings(frame, words[1].p, &s);
    if (code != HPC_OK)
        return code;
    point_at_texts(&s);
    hpc_array_style style = {separator->text, prefix->length, suffix->length};
    hpc_buffer out;
    hpc_str *text = NULL;
    hpc_buffer_init(&out, frame->runtime->heap);
    if (words[5].i == 2)
        hpc_array_repr(&out, view, &s.options);
    else if (words[5].i == 1)
        hpc_array_str(&out, view, &s.options);
    else
        hpc_array2string(&out, view, &s.options, &style);
    code = hpc_buffer_status(frame, &out);
    if (code == HPC_OK)
        code = hpc_str_new(frame, &text, out.text ? out.text : "", out.length);
    hpc_buffer_free(&out);
    words[6].p = text;
    return code;
}
