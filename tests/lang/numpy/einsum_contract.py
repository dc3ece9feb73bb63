# expect-oracle
# Contractions by the runtime: every kind of pair, orders, ellipses, diagonals, types, out=, dtype=.
import numpy as np
def r(x):
    return np.round(x, 9) + 0
a = np.arange(30 * 20).reshape(30, 20) % 11
b = np.arange(20 * 25).reshape(20, 25) % 7
v = np.arange(20) - 5
t = np.arange(6 * 30 * 20).reshape(6, 30, 20) % 13
s = np.arange(20 * 20).reshape(20, 20) % 5
def both(x, y, v, t, s):
    print(r(np.einsum("ij,jk->ik", x, y)).sum(), np.einsum("ij,jk->ki", x, y).shape, r(np.einsum("ij,jk", x, y))[3])
    print(r(np.einsum("ij,j->i", x, v)), r(np.einsum("ij,j", x, v))[-1], r(np.einsum("j,ij->i", v, x))[0])
    print(r(np.einsum("bij,jk->bik", t, y))[2, 3], r(np.einsum("bij,bkj->bik", t, t))[1, 2], np.einsum("bij,bik->kjb", t, t).shape)
    print(r(np.einsum("ijk,il->ljk", t, t[:, :, 0]))[4, 5, 6], r(np.einsum("bij,ij->b", t, x)), r(np.einsum("bij,bij->b", t, t)))
    print(r(np.einsum("ni,ij,nj->n", x, s, x)), r(np.einsum("i,ij,j->", v, s, v)), r(np.einsum("bij,pi,qj->bpq", t, x[:, :3].T[:, :30], y.T))[1, 2])
    print(r(np.einsum("ij,jk,kl,lm->im", s, s, s, s))[3, :4], r(np.einsum("ij,jk,kl,lm,mn->", s, s, s, s, s)), np.einsum("ij,jk,ki->", s, s, s))
    print(r(np.einsum("...ij,...jk->...ik", t, y))[0, 1], r(np.einsum("...j,j->...", t, v))[1, 2], r(np.einsum("i...,ik->k...", t, t[:, :4, 0]))[2, 3, 4])
    print(r(np.einsum("ii,ij->j", s, s)), r(np.einsum("iij,jk->ik", t[:, :6], y))[2, 3], r(np.einsum("ab,bc,c->a", x, y, y[0])), r(np.einsum("ab,cd,bd->ac", x[:3], y[:4, :], y))[2])
    print(r(np.einsum("ij,kj,lj->ikl", x[:4], x[:5], x[:6]))[1, 2], r(np.einsum("ij,jk->k", x, y)), r(np.einsum("ij,jk->", x, y)), r(np.einsum("ij,jk->j", x, y)))
    print(r(np.einsum("i j , j k -> i k", x, y))[0, 0], r(np.einsum("ij,jk->ik", x[::-1, ::2], y[::-2])).sum(), r(np.einsum("ij,kj->ik", x[:, :1], x)).sum())
both(a, b, v, t, s)
both(a * 0.5, b * 1.0, v * 1.0, t * 0.25, s * 1.0)
both((a * 0.5).astype(np.float32), b.astype(np.float32), v.astype(np.float32), t.astype(np.float32), s.astype(np.float32))
both(a * 1j, b + 1j, v + 0j, t * 1.0, s * 1.0)
both(a, b * 1.0, v, t * 1.0, s)
o = np.zeros((30, 25))
z = np.einsum("ij,jk->ik", a, b, out=o)
z[0, 0] = -1
print(o[0, :3], np.einsum("ij,jk->ik", a, b, dtype=np.float64).dtype, np.einsum("ij,jk->ik", a, b, optimize="greedy").sum(), np.einsum("ij,jk->ik", a, b, optimize=True).dtype)
print(np.einsum("ij,jk,kl->il", np.zeros((2, 0)), np.zeros((0, 3)), np.ones((3, 4))))
print(np.einsum("ij,jk->ik", a > 5, b > 3).sum(), np.einsum("ij,jk,kl->il", s > 2, s > 3, s > 1).sum())
