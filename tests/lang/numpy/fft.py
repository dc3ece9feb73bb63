# expect-oracle
# All transforms: lengths (primes too), types, norms, axes, padding and cutting; bit for bit.
import numpy as np
x = np.sin(np.arange(12.0)) + 0.5 * np.arange(12)
z = x + 1j * np.cos(np.arange(12.0) * 2)
print(np.fft.fft(x), np.fft.ifft(z), np.fft.rfft(x), np.fft.irfft(z[:7]), np.fft.hfft(z[:7]), np.fft.ihfft(x))
for n in (1, 2, 3, 5, 7, 8, 11, 13, 16, 30):
    for norm in (None, "ortho", "forward", "backward"):
        print(n, np.fft.fft(x, n, norm=norm), np.fft.ifft(z, n, norm=norm), np.fft.rfft(x, n, norm=norm), np.fft.irfft(z, n, norm=norm))
        print(np.fft.hfft(z, n, norm=norm), np.fft.ihfft(x, n, norm=norm))
for dt in (np.float16, np.float32, np.int8, np.bool_, np.complex64, np.float64, np.complex128):
    y = (np.arange(10) % 3).astype(dt)
    f = np.fft.fft(y)
    print(f.dtype, f, np.fft.irfft(y).dtype, np.fft.irfft(y), np.fft.rfft(y.real), np.fft.ifft(y, norm="ortho"))
m = (np.arange(60.0).reshape(3, 4, 5) % 7) * 1.3
for axis in (0, 1, 2, -1, -2):
    print(np.fft.fft(m, axis=axis), np.fft.rfft(m, 6, axis=axis), np.fft.irfft(m + 0j, axis=axis), np.fft.ifft(m, 2, axis=axis))
print(np.fft.fft2(m), np.fft.ifft2(m), np.fft.rfft2(m), np.fft.irfft2(m + 1j), np.fft.fftn(m), np.fft.ifftn(m), np.fft.rfftn(m), np.fft.irfftn(m * 1j))
print(np.fft.fftn(m, axes=(0, 2)), np.fft.fftn(m, (2, 6), (1, 0), "ortho"), np.fft.rfftn(m, axes=(1,)), np.fft.irfftn(m, (3, 4), axes=(0, 1)), np.fft.fft2(m[0], (8, 2)))
print(np.fft.fftfreq(8, 0.1), np.fft.fftfreq(7), np.fft.rfftfreq(8, 0.1), np.fft.rfftfreq(7), np.fft.fftshift(np.fft.fftfreq(7)), np.fft.ifftshift(np.arange(7)), np.fft.fftshift(m[0]), np.fft.ifftshift(m[0], axes=0), np.fft.fftshift(m, axes=(0, 1)))
o = np.zeros(12, dtype=np.complex128)
r = np.fft.fft(x, out=o)
o[0] = 0
print(r[0], o[1])
p = np.arange(1009.0)
print(np.fft.fft(p)[:3], np.fft.rfft(p)[-2:], np.abs(np.fft.ifft(np.fft.fft(p)) - p).max() < 1e-11)
print(np.fft.fft(m[:, ::-1, ::2].T, axis=1), np.fft.fft([1, 2, 3, 4]), np.fft.fft(np.zeros((0, 3))).shape)
y = (np.arange(10) % 3 - 1j).astype(np.complex64)
for norm in (None, "ortho", "forward"):
    print(np.fft.fft(y, norm=norm), np.fft.ifft(y, 7, norm=norm), np.fft.irfft(y, norm=norm), np.fft.hfft(y, norm=norm), np.fft.fft2(y.reshape(2, 5), norm=norm))
    h = y.real.astype(np.float16)
    print(np.fft.fft(h, norm=norm), np.fft.ifft(h, 7, norm=norm), np.fft.irfft(h, norm=norm), np.fft.rfft(h, norm=norm), np.fft.ihfft(y.real, norm=norm))
