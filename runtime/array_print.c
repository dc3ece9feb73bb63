/* Takes an array, gives its str() or repr() as NumPy's array2string lays it out.
 *
 * Two passes over the elements that will be shown (all, or the corners of a summarised array): the
 * first finds what all have in common (width, digits, exponents or not), the second writes them.
 *
 *     [[0.5  0.25]      one format for every element, rows wrapped at the line width,
 *      [1.   2.  ]]     a blank line more between blocks for each axis further out */
#include <math.h>
#include <string.h>

#include "cast.h"
#include "float_text.h"
#include "text.h"

const hpc_print_options hpc_print_defaults = {.precision = 8,
                                              .threshold = 1000,
                                              .edgeitems = 3,
                                              .linewidth = 75,
                                              .suppress = false,
                                              .sign = '-',
                                              .floatmode = HPC_FLOAT_MAXPREC,
                                              .nanstr = "nan",
                                              .infstr = "inf"};

/* ---- Walking the elements that are shown ----------------------------------------------------- */

typedef struct shown {
    const hpc_view *view;
    bool summary;
    int64_t edge;
} shown;

static bool cut_axis(const shown *s, int axis)
{
    return s->summary && s->view->shape[axis] > 2 * s->edge;
}

typedef void visit_fn(void *user, const hpc_value *element);

/* The first pass: every element shown, in no order that matters. NumPy's corners of an axis with no
 * edge items at all are the whole axis. */
static void visit(const shown *s, int axis, const char *data, visit_fn *callback, void *user)
{
    const hpc_view *view = s->view;
    if (axis == view->rank) {
        hpc_value element = hpc_element_load(data, (hpc_dtype)view->dtype);
        callback(user, &element);
        return;
    }
    int64_t extent = view->shape[axis];
    bool cut = cut_axis(s, axis) && s->edge > 0;
    for (int64_t i = 0; i < extent; i++) {
        if (cut && i == s->edge) {
            i = extent - s->edge;
        }
        visit(s, axis + 1, data + i * view->strides[axis], callback, user);
    }
}

/* ---- Formats of one element ------------------------------------------------------------------ */

/* What the first pass finds out about the floats (or real, or imaginary parts). */
typedef struct float_facts {
    int part; /* index into value.c; -1 for value.f */
    int64_t count, finite;
    double largest, smallest;    /* of the magnitudes that are not 0; 0 when there are none */
    bool negative, negative_inf; /* a sign bit among the finite ones; a negative infinity */
} float_facts;

typedef struct float_format {
    hpc_dtype dtype; /* of the part: F16, F32 or F64 */
    hpc_float_layout layout;
    float_facts facts;
    char sign;
    const hpc_print_options *options;
    /* The second look at the finite values: the widest pieces of their texts. */
    hpc_buffer scratch;
    int whole, fraction, exponent;
} float_format;

static double part_of(const float_format *f, const hpc_value *element)
{
    return f->facts.part < 0 ? element->f : element->c[f->facts.part];
}

static void note_float(void *user, const hpc_value *element)
{
    float_format *f = user;
    float_facts *facts = &f->facts;
    double value = part_of(f, element);
    facts->count++;
    if (!isfinite(value)) {
        facts->negative_inf |= isinf(value) && value < 0;
        return;
    }
    facts->finite++;
    facts->negative |= signbit(value) != 0;
    double magnitude = fabs(value);
    if (magnitude > 0) {
        facts->largest = magnitude > facts->largest ? magnitude : facts->largest;
        bool less = facts->smallest == 0 || magnitude < facts->smallest;
        facts->smallest = less ? magnitude : facts->smallest;
    }
}

static double round_to(double value, hpc_dtype dtype)
{
    if (dtype == HPC_F16) {
        return hpc_half_to_float(hpc_double_to_half(value));
    }
    return dtype == HPC_F32 ? (double)(float)value : value;
}

/* NumPy compares in the element's own precision. */
static bool wants_exponents(const float_format *f)
{
    const float_facts *facts = &f->facts;
    double limit = f->dtype == HPC_F16 ? 1e3 : f->dtype == HPC_F32 ? 1e6 : 1e8;
    if (facts->largest == 0) {
        return false;
    }
    return facts->largest >= limit ||
           (!f->options->suppress && (facts->smallest < round_to(0.0001, f->dtype) ||
                                      round_to(facts->largest / facts->smallest, f->dtype) > 1000));
}

static void widest(int *width, const char *from, const char *to)
{
    int length = (int)(to - from);
    *width = length > *width ? length : *width;
}

/* Format a finite value as the layout so far says, and note the lengths of its pieces. */
static void measure_float(void *user, const hpc_value *element)
{
    float_format *f = user;
    double value = part_of(f, element);
    hpc_buffer *text = &f->scratch;
    text->length = 0;
    if (!isfinite(value)) {
        return;
    }
    hpc_float_text(text, value, f->dtype, &f->layout);
    if (text->length == 0) { /* no memory */
        return;
    }
    const char *end = text->text + text->length;
    const char *point = memchr(text->text, '.', text->length);
    const char *e = memchr(text->text, 'e', text->length);
    e = e != NULL ? e : end;
    point = point != NULL ? point : e;
    widest(&f->whole, text->text, point);
    widest(&f->fraction, point + (point < e), e);
    widest(&f->exponent, e + (e < end), end);
}

static void set_pads(float_format *f, bool all_same)
{
    hpc_float_layout *layout = &f->layout;
    layout->pad_left = f->whole;
    if (layout->scientific) {
        layout->exp_digits = f->exponent - 1; /* without its sign */
        layout->trim = 'k';
        layout->precision = layout->min_digits = f->fraction;
        layout->pad_right = layout->exp_digits + 2 + f->fraction;
        return;
    }
    layout->pad_right = f->fraction;
    layout->trim = all_same ? 'k' : '.';
    layout->min_digits = 0;
    if (all_same) {
        layout->precision = layout->min_digits = f->fraction;
    }
}

/* Room for nan and inf, and for the blank that stands for '+'. */
static void widen_pads(float_format *f)
{
    hpc_float_layout *layout = &f->layout;
    const float_facts *facts = &f->facts;
    if (f->sign == ' ' && !facts->negative) {
        layout->pad_left++;
    }
    if (facts->count != facts->finite) {
        int offset = layout->pad_right + 1;
        int nan = (int)strlen(f->options->nanstr) - offset;
        int inf =
            (int)strlen(f->options->infstr) - offset + (f->sign != '-' || facts->negative_inf);
        layout->pad_left = nan > layout->pad_left ? nan : layout->pad_left;
        layout->pad_left = inf > layout->pad_left ? inf : layout->pad_left;
    }
}

/* part: -1 for real dtypes, else which part of complex elements this formats. */
static void float_format_init(float_format *f, const shown *s, const hpc_print_options *options,
                              int part, char sign, hpc_heap *heap)
{
    hpc_dtype dtype = (hpc_dtype)s->view->dtype;
    bool fixed = options->floatmode == HPC_FLOAT_FIXED;
    *f = (float_format){.options = options, .sign = sign, .facts = {.part = part}};
    f->dtype = dtype == HPC_C64 ? HPC_F32 : dtype == HPC_C128 ? HPC_F64 : dtype;
    hpc_buffer_init(&f->scratch, heap);
    visit(s, 0, s->view->data, note_float, f);
    f->layout = (hpc_float_layout){
        .scientific = wants_exponents(f),
        .unique = !fixed,
        .plus = sign == '+',
        .trim = fixed ? 'k' : '.',
        .precision = options->floatmode == HPC_FLOAT_UNIQUE ? -1 : options->precision,
        .min_digits = -1,
        .pad_left = -1,
        .pad_right = -1,
        .exp_digits = -1};
    if (f->facts.finite > 0) {
        visit(s, 0, s->view->data, measure_float, f);
        set_pads(f, fixed || options->floatmode == HPC_FLOAT_MAXPREC_EQUAL);
    } else {
        f->layout.pad_left = f->layout.pad_right = 0;
    }
    widen_pads(f);
}

static void float_element(hpc_buffer *out, const float_format *f, double value)
{
    if (isfinite(value)) {
        hpc_float_text(out, value, f->dtype, &f->layout);
        return;
    }
    const char *text = isnan(value) ? f->options->nanstr : f->options->infstr;
    const char *sign = value < 0 ? "-" : f->sign == '+' ? "+" : "";
    int64_t width = f->layout.pad_left + f->layout.pad_right + 1;
    hpc_buffer_fill(out, ' ', width - (int64_t)strlen(text) - (int64_t)strlen(sign));
    hpc_buffer_puts(out, sign);
    hpc_buffer_puts(out, text);
}

/* ---- Integers -------------------------------------------------------------------------------- */

typedef struct int_format {
    bool is_unsigned, any;
    int64_t least, most;
    uint64_t most_unsigned, least_unsigned;
    int width;
    char sign;
} int_format;

static void note_int(void *user, const hpc_value *element)
{
    int_format *f = user;
    uint64_t bits = (uint64_t)element->i;
    if (!f->any) {
        f->any = true;
        f->least = f->most = element->i;
        f->least_unsigned = f->most_unsigned = bits;
        return;
    }
    f->least = element->i < f->least ? element->i : f->least;
    f->most = element->i > f->most ? element->i : f->most;
    f->least_unsigned = bits < f->least_unsigned ? bits : f->least_unsigned;
    f->most_unsigned = bits > f->most_unsigned ? bits : f->most_unsigned;
}

/* The digits of a number into text[24]; returns their count. The sign stands before the digits. */
static int int_digits(char text[24], int64_t value, bool is_unsigned)
{
    int at = 24;
    bool negative = !is_unsigned && value < 0;
    uint64_t rest = negative ? -(uint64_t)value : (uint64_t)value;
    do {
        text[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (negative) {
        text[--at] = '-';
    }
    memmove(text, text + at, (size_t)(24 - at));
    return 24 - at;
}

static void int_format_init(int_format *f, const shown *s, char sign)
{
    char text[24];
    *f = (int_format){.is_unsigned = s->view->dtype == HPC_U64, .sign = sign};
    visit(s, 0, s->view->data, note_int, f);
    bool negative = !f->is_unsigned && f->least < 0;
    bool most_negative = !f->is_unsigned && f->most < 0;
    int most =
        int_digits(text, f->is_unsigned ? (int64_t)f->most_unsigned : f->most, f->is_unsigned);
    int least =
        int_digits(text, f->is_unsigned ? (int64_t)f->least_unsigned : f->least, f->is_unsigned);
    if (f->sign == ' ' && negative) {
        f->sign = '-';
    }
    most += !most_negative && f->sign != '-';
    f->width = most > least ? most : least;
}

static void int_element(hpc_buffer *out, const int_format *f, int64_t value)
{
    char text[24];
    int length = int_digits(text, value, f->is_unsigned);
    bool marked = f->sign != '-' && text[0] != '-';
    hpc_buffer_fill(out, ' ', f->width - length - marked);
    if (marked) {
        hpc_buffer_putc(out, f->sign);
    }
    hpc_buffer_add(out, text, (size_t)length);
}

/* ---- Any element ----------------------------------------------------------------------------- */

typedef struct element_format {
    char kind;   /* of the dtype: b i u f c */
    bool scalar; /* the array has no axes */
    int_format integer;
    float_format real, imaginary;
} element_format;

static void element_format_init(element_format *f, const shown *s, const hpc_print_options *options,
                                hpc_heap *heap)
{
    memset(f, 0, sizeof *f);
    f->kind = hpc_dtype_kind((hpc_dtype)s->view->dtype);
    f->scalar = s->view->rank == 0;
    switch (f->kind) {
    case 'f': float_format_init(&f->real, s, options, -1, options->sign, heap); break;
    case 'c':
        float_format_init(&f->real, s, options, 0, options->sign, heap);
        float_format_init(&f->imaginary, s, options, 1, '+', heap);
        break;
    case 'b': break;
    default: int_format_init(&f->integer, s, options->sign); break;
    }
}

/* The j of a complex number goes before the blanks that pad its imaginary part. */
static void complex_element(hpc_buffer *out, const element_format *f, const hpc_value *element)
{
    float_element(out, &f->real, element->c[0]);
    float_element(out, &f->imaginary, element->c[1]);
    size_t blanks = 0;
    while (blanks < out->length && out->text[out->length - 1 - blanks] == ' ') {
        blanks++;
    }
    out->length -= blanks;
    hpc_buffer_putc(out, 'j');
    hpc_buffer_fill(out, ' ', (int64_t)blanks);
}

static void element_text(hpc_buffer *out, const element_format *f, const hpc_value *element)
{
    switch (f->kind) {
    case 'b': hpc_buffer_puts(out, !element->i ? "False" : f->scalar ? "True" : " True"); break;
    case 'f': float_element(out, &f->real, element->f); break;
    case 'c': complex_element(out, f, element); break;
    default: int_element(out, &f->integer, element->i); break;
    }
}

/* ---- Rows and blocks ------------------------------------------------------------------------- */

typedef struct writer {
    hpc_buffer *out;
    const shown *shown;
    const element_format *format;
    const char *separator;
    int64_t separator_trimmed; /* its length without blanks at the end */
    hpc_buffer word;
} writer;

/* The row being written: `column` counts its characters, the indent included. */
typedef struct row {
    int64_t indent, column, width;
} row;

/* Add a word; on a new line when it does not fit and the line holds anything yet. */
static void row_add(writer *w, row *r, const char *word, size_t length)
{
    hpc_buffer *out = w->out;
    if (r->column + (int64_t)length > r->width && r->column > r->indent) {
        while (out->length > 0 && out->text[out->length - 1] == ' ') {
            out->length--;
        }
        hpc_buffer_putc(out, '\n');
        hpc_buffer_fill(out, ' ', r->indent);
        r->column = r->indent;
    }
    hpc_buffer_add(out, word, length);
    r->column += (int64_t)length;
}

static void row_separate(writer *w, row *r)
{
    hpc_buffer_puts(w->out, w->separator);
    r->column += (int64_t)strlen(w->separator);
}

static void row_element(writer *w, row *r, const char *data)
{
    hpc_value element = hpc_element_load(data, (hpc_dtype)w->shown->view->dtype);
    w->word.length = 0;
    element_text(&w->word, w->format, &element);
    row_add(w, r, w->word.text, w->word.length);
}

/* How many items come before and after the dots; all come after when there are no dots. */
static void split_axis(const shown *s, int axis, int64_t *leading, int64_t *trailing)
{
    bool cut = cut_axis(s, axis);
    *leading = cut ? s->edge : 0;
    *trailing = cut ? s->edge : s->view->shape[axis];
    *trailing = *trailing < 1 ? 1 : *trailing; /* the last one is always shown */
}

static void write_row(writer *w, const char *data, int64_t indent, int64_t width)
{
    const shown *s = w->shown;
    int axis = s->view->rank - 1;
    int64_t stride = s->view->strides[axis];
    int64_t extent = s->view->shape[axis];
    int64_t leading, trailing;
    split_axis(s, axis, &leading, &trailing);
    row r = {.indent = indent,
             .column = indent,
             .width = width - (w->separator_trimmed > 1 ? w->separator_trimmed : 1)};
    for (int64_t i = 0; i < leading; i++) {
        row_element(w, &r, data + i * stride);
        row_separate(w, &r);
    }
    if (cut_axis(s, axis)) {
        row_add(w, &r, "...", 3);
        row_separate(w, &r);
    }
    for (int64_t i = extent - trailing; i < extent; i++) {
        row_element(w, &r, data + i * stride);
        if (i + 1 < extent) {
            row_separate(w, &r);
        }
    }
}

static void write_block(writer *w, int axis, const char *data, int64_t indent, int64_t width);

/* Blocks one below the other; `first` says that the indent is already there. */
static void write_item(writer *w, int axis, const char *data, int64_t indent, int64_t width,
                       bool first, bool last)
{
    hpc_buffer_fill(w->out, ' ', first ? 0 : indent);
    if (data == NULL) {
        hpc_buffer_puts(w->out, "...");
    } else {
        write_block(w, axis + 1, data, indent + 1, width - 1);
    }
    if (!last) {
        hpc_buffer_add(w->out, w->separator, (size_t)w->separator_trimmed);
        hpc_buffer_fill(w->out, '\n', w->shown->view->rank - axis - 1);
    }
}

/* The part of the array below `axis` in brackets; indent is the column after the bracket. */
static void write_block(writer *w, int axis, const char *data, int64_t indent, int64_t width)
{
    const hpc_view *view = w->shown->view;
    if (axis == view->rank) {
        hpc_value element = hpc_element_load(data, (hpc_dtype)view->dtype);
        element_text(w->out, w->format, &element);
        return;
    }
    hpc_buffer_putc(w->out, '[');
    if (axis == view->rank - 1) {
        write_row(w, data, indent, width);
    } else {
        int64_t extent = view->shape[axis];
        int64_t leading, trailing;
        split_axis(w->shown, axis, &leading, &trailing);
        bool cut = cut_axis(w->shown, axis);
        for (int64_t i = 0; i < leading; i++) {
            write_item(w, axis, data + i * view->strides[axis], indent, width, i == 0, false);
        }
        if (cut) {
            write_item(w, axis, NULL, indent, width, leading == 0, false);
        }
        for (int64_t i = extent - trailing; i < extent; i++) {
            write_item(w, axis, data + i * view->strides[axis], indent, width, !cut && i == 0,
                       i + 1 == extent);
        }
    }
    hpc_buffer_putc(w->out, ']');
}

static int64_t length_trimmed(const char *separator)
{
    int64_t length = (int64_t)strlen(separator);
    while (length > 0 && strchr(" \t\n\r\v\f", separator[length - 1]) != NULL) {
        length--;
    }
    return length;
}

void hpc_array2string(hpc_buffer *out, const hpc_view *view, const hpc_print_options *options,
                      const hpc_array_style *style)
{
    options = options != NULL ? options : &hpc_print_defaults;
    int64_t size = hpc_view_size(view);
    if (size == 0) {
        hpc_buffer_puts(out, "[]");
        return;
    }
    shown s = {.view = view, .summary = size > options->threshold, .edge = options->edgeitems};
    element_format format;
    element_format_init(&format, &s, options, out->heap);
    writer w = {.out = out,
                .shown = &s,
                .format = &format,
                .separator = style->separator,
                .separator_trimmed = length_trimmed(style->separator)};
    hpc_buffer_init(&w.word, out->heap);
    write_block(&w, 0, view->data, 1 + style->prefix, options->linewidth - style->suffix);

    const hpc_buffer *parts[] = {&w.word, &format.real.scratch, &format.imaginary.scratch};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i]->refused != 0 && out->refused == 0) {
            out->refused = parts[i]->refused;
        }
    }
    hpc_buffer_free(&w.word);
    hpc_heap_free(out->heap, format.real.scratch.text);
    hpc_heap_free(out->heap, format.imaginary.scratch.text);
}

/* An array without axes shows as the scalar that it holds. */
void hpc_array_str(hpc_buffer *out, const hpc_view *view, const hpc_print_options *options)
{
    static const hpc_array_style style = {.separator = " "};
    if (view->rank == 0 && view->data != NULL) {
        hpc_value element = hpc_element_load(view->data, (hpc_dtype)view->dtype);
        hpc_text_str(out, &element, options);
        return;
    }
    hpc_array2string(out, view, options, &style);
}

static void shape_extra(hpc_buffer *out, const hpc_view *view)
{
    hpc_buffer_puts(out, "shape=(");
    for (int i = 0; i < view->rank; i++) {
        hpc_buffer_printf(out, i == 0 ? "%lld" : ", %lld", (long long)view->shape[i]);
    }
    hpc_buffer_puts(out, view->rank == 1 ? ",)" : ")");
}

/* What the elements' text does not tell, "shape=..., dtype=...)", on a line of its own when the
 * last one has no room for it. */
void hpc_array_repr(hpc_buffer *out, const hpc_view *view, const hpc_print_options *options)
{
    static const hpc_array_style style = {.separator = ", ", .prefix = 6, .suffix = 1};
    options = options != NULL ? options : &hpc_print_defaults;
    int64_t size = hpc_view_size(view);
    hpc_dtype dtype = (hpc_dtype)view->dtype;
    bool plain = dtype == HPC_BOOL || dtype == HPC_I64 || dtype == HPC_F64 || dtype == HPC_C128;
    bool needs_shape = (size == 0 && !(view->rank == 1)) || size > options->threshold;
    bool needs_dtype = !plain || size == 0;
    size_t start = out->length;
    hpc_buffer_puts(out, "array(");
    hpc_array2string(out, view, options, &style);
    if (!needs_shape && !needs_dtype) {
        hpc_buffer_putc(out, ')');
        return;
    }
    hpc_buffer extra;
    hpc_buffer_init(&extra, out->heap);
    if (needs_shape) {
        shape_extra(&extra, view);
        hpc_buffer_puts(&extra, needs_dtype ? ", " : "");
    }
    if (needs_dtype) {
        hpc_buffer_puts(&extra, "dtype=");
        hpc_buffer_puts(&extra, hpc_dtype_name(dtype));
    }
    hpc_buffer_putc(&extra, ')');
    hpc_buffer_putc(out, ',');
    size_t line = out->length;
    while (line > start && out->text[line - 1] != '\n') {
        line--;
    }
    if ((int64_t)(out->length - line + extra.length) + 1 > options->linewidth) {
        hpc_buffer_putc(out, '\n');
        hpc_buffer_fill(out, ' ', 6);
    } else {
        hpc_buffer_putc(out, ' ');
    }
    hpc_buffer_add(out, extra.text, extra.length);
    out->refused = out->refused != 0 ? out->refused : extra.refused;
    hpc_buffer_free(&extra);
}
