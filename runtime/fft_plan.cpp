// pocketfft behind a C interface: plans are made and run, and no exception leaves this file.
#include "fft_plan.h"

#define POCKETFFT_NO_MULTITHREADING
#define POCKETFFT_CACHE_SIZE 0 /* a context keeps its plans itself: fft.c */
#include <pocketfft_hdronly.h>

#include <memory>
#include <new>

using pocketfft::detail::cmplx;
using pocketfft::detail::pocketfft_c;
using pocketfft::detail::pocketfft_r;
using pocketfft::detail::VLEN;
using single_lanes = float __attribute__((vector_size(VLEN<float>::val * sizeof(float))));
using double_lanes = double __attribute__((vector_size(VLEN<double>::val * sizeof(double))));

// One of the four is there.
struct hpc_fft_plan {
    hpc_fft_kind kind;
    std::unique_ptr<pocketfft_c<double>> complex_double;
    std::unique_ptr<pocketfft_c<float>> complex_single;
    std::unique_ptr<pocketfft_r<double>> real_double;
    std::unique_ptr<pocketfft_r<float>> real_single;
};

static void fill(hpc_fft_plan &plan)
{
    size_t n = plan.kind.n;
    if (plan.kind.real && plan.kind.single)
        plan.real_single.reset(new pocketfft_r<float>(n));
    else if (plan.kind.real)
        plan.real_double.reset(new pocketfft_r<double>(n));
    else if (plan.kind.single)
        plan.complex_single.reset(new pocketfft_c<float>(n));
    else
        plan.complex_double.reset(new pocketfft_c<double>(n));
}

hpc_fft_plan *hpc_fft_plan_new(hpc_fft_kind kind)
{
    try {
        std::unique_ptr<hpc_fft_plan> plan(new hpc_fft_plan);
        plan->kind = kind;
        fill(*plan);
        return plan.release();
    } catch (...) {
        return nullptr;
    }
}

void hpc_fft_plan_free(hpc_fft_plan *plan)
{
    delete plan;
}

hpc_fft_kind hpc_fft_plan_kind(const hpc_fft_plan *plan)
{
    return plan->kind;
}

// Single and Double are numbers, or vectors of them.
template <typename Single, typename Double>
static bool run(const hpc_fft_plan &plan, void *points, double factor, bool forward)
{
    try {
        if (plan.real_single)
            plan.real_single->exec(static_cast<Single *>(points), float(factor), forward);
        else if (plan.real_double)
            plan.real_double->exec(static_cast<Double *>(points), factor, forward);
        else if (plan.complex_single)
            plan.complex_single->exec(static_cast<cmplx<Single> *>(points), float(factor), forward);
        else
            plan.complex_double->exec(static_cast<cmplx<Double> *>(points), factor, forward);
        return true;
    } catch (...) {
        return false;
    }
}

bool hpc_fft_run(const hpc_fft_plan *plan, void *points, double factor, bool forward)
{
    return run<float, double>(*plan, points, factor, forward);
}

int hpc_fft_lanes(const hpc_fft_plan *plan)
{
    return int(plan->kind.single ? VLEN<float>::val : VLEN<double>::val);
}

bool hpc_fft_run_lanes(const hpc_fft_plan *plan, void *points, double factor, bool forward)
{
    return run<single_lanes, double_lanes>(*plan, points, factor, forward);
}
