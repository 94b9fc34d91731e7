/** Derivations in which nothing is wrong, in the styles that students write. */
export const RIGHT_STEPS: Readonly<Record<string, string>> = {
  chain: `x : vector(m)
W : matrix(n, m)
b, u : vector(n)
f : function
z = W x + b
h = f(z)
s = u^T h

∂s/∂h = u^T
∂h/∂z = diag(f'(z))
∂s/∂z = ∂s/∂h ∂h/∂z
    = u^T diag(f'(z))
    = (u .* f'(z))^T
By the chain rule
so ∂s/∂b = ∂s/∂z = u .* f'(z)
∂s/∂W = ∂s/∂h ∂h/∂z ∂z/∂W = (u .* f'(z)) x^T
∂s/∂x = W^T (u .* f'(z))
`,
  deltas: `x : vector(m)
W1 : matrix(k, m)
W2 : matrix(n, k)
b1 : vector(k)
b2, y : vector(n)
z1 = W1 x + b1
h = tanh(z1)
z2 = W2 h + b2
L = 1/2 (z2 - y)^T (z2 - y)

delta2 = ∂L/∂z2 = z2 - y
delta1 = ∂L/∂z1 = (1 - h .* h) .* (W2^T delta2)
∂L/∂W2 = delta2 h^T
∂L/∂b2 = delta2
∂L/∂W1 = delta1 x^T
∂L/∂h = delta2^T W2
∂L/∂x = W1^T delta1
`,
  shared: `W : matrix(n, n)
x, y : vector(n)
h = tanh(W x)
z = W h
L = 1/2 (z - y)^T (z - y)

e = z - y
∂L/∂z = e
delta = ∂L/∂h = W^T e
∂L/∂W = e h^T + ((1 - h .* h) .* delta) x^T
`,
  differentials: `A : matrix(n, m)
X : matrix(m, k)
B : matrix(n, k)
R = A X - B
L = tr(R^T R)

dR = A dX
dL = tr(dR^T R) + tr(R^T dR)
= 2 tr(R^T dR)
= 2 tr(R^T A dX)
so ∂L/∂X = 2 A^T R
`,
  turned: `x : vector(m)
W : matrix(n, m)
y : vector(n)
z = W x
h = tanh(z)
L = 1/2 (h - y)^T (h - y)

The local gradients are:
delta = ∂L/∂z = (h - y) .* (1 - h^2)
(∂L/∂W)^T = x delta^T
dL = (∂L/∂z) dz
dz = dW x
`,
  inverse: `X : matrix(n, n) invertible
a, b : vector(n)
Y = X^-1
s = a^T Y b

dY = -X^-1 dX X^-1
ds = a^T dY b
  = -a^T X^-1 dX X^-1 b
  = -tr(X^-1 b a^T X^-1 dX)
∂s/∂X = -X^-T a b^T X^-T
`,
  held: `W : matrix(n, m)
x : vector(m)
y : vector(n)
r = W x - y
L = 1/2 r^T r

dr = dW x
dL = r^T dr
∂L/∂W = r x^T
dr = W dx
dL = r^T W dx
∂L/∂x = W^T r
dr = dW x + W dx - dy
`,
  notes: `## Gram matrix

Consider the model

$$\\begin{aligned}
S &= X^\\top X \\\\
s &= \\operatorname{tr}(A S)
\\end{aligned}$$

where $X \\in \\mathbb{R}^{n \\times m}$, $A \\in \\mathbb{R}^{m \\times m}$; $A$ is symmetric.

We want the derivatives.

$$\\begin{aligned}
\\mathrm{d}S &= \\mathrm{d}X^\\top X + X^\\top \\mathrm{d}X \\\\
\\mathrm{d}s &= \\operatorname{tr}(A \\mathrm{d}S) \\\\
&= 2 \\operatorname{tr}(A X^\\top \\mathrm{d}X)
\\end{aligned}$$

so $\\frac{\\partial s}{\\partial X} = 2 X A$.
`,
  entries: `x : vector(m)
W : matrix(n, m)
b, u, z : vector(n)
f : function
z_i = sum(j=1..m, W_{i,j} x_j) + b_i for i in 1..n
s = sum(i=1..n, u_i f(z_i))

∂s/∂z_i = u_i f'(z_i)
∂s/∂b_i = u_i f'(z_i)
∂s/∂W_{i,j} = u_i f'(z_i) x_j
∂s/∂x_j = sum(i=1..n, u_i f'(z_i) W_{i,j})
so ∂s/∂W = (u .* f'(z)) x^T
`,
  squares: `X : matrix(N, d)
w : vector(d)
y, e : vector(N)
e_i = sum(j=1..d, X_{i,j} w_j) - y_i for i in 1..N
L = 1/N sum(i=1..N, e_i^2)

∂L/∂e_i = 2/N e_i
∂e_i/∂w_j = X_{i,j}
∂L/∂w_j = 2/N sum(i=1..N, e_i X_{i,j})
∂L/∂w = 2/N X^T e
`,
  pairs: `A : matrix(n, n)
x : vector(n)
L = sum(i=1..n, sum(j=1..n, A_{i,j} (x_i - x_j)^2))

∂L/∂A_{i,j} = (x_i - x_j)^2
∂L/∂x_l = 2 sum(j=1..n, A_{l,j} (x_l - x_j)) - 2 sum(i=1..n, A_{i,l} (x_i - x_l))
= 2 sum(j=1..n, (A_{l,j} + A_{j,l}) (x_l - x_j))
`,
  attention: `Q : matrix(N, d)
K : matrix(m, d)
V : matrix(m, r)
G : matrix(N, r)
A = Q K^T / sqrt(d)
P = softmaxrows(A)
L = tr(G^T P V)

∂L/∂V = P^T G
D = G V^T
∂L/∂P = D
∂L/∂A = P .* (D - rowsums(P .* D) ones(m)^T)
E = P .* (D - rowsums(P .* D) ones(m)^T)
∂L/∂Q = E K / sqrt(d)
∂L/∂K = E^T Q / sqrt(d)
`,
  time: `x_t : vector(m) for t in 1..T
y_t : vector(k) for t in 1..T
W : matrix(n, n)
U : matrix(n, m)
V : matrix(k, n)
b : vector(n)
h_0 : vector(n)
z_t = W h_{t-1} + U x_t + b for t in 1..T
h_t = tanh(z_t) for t in 1..T
e_t = V h_t - y_t for t in 1..T
L = 1/2 sum(t=1..T, e_t^T e_t)

∂L/∂V = sum(t=1..T, e_t h_t^T)
delta_t = ∂L/∂z_t
delta_T = (1 - h_T .* h_T) .* (V^T e_T)
delta_t = (1 - h_t .* h_t) .* (V^T e_t + W^T delta_{t+1}) for t in 1..T-1
∂L/∂h_t = V^T e_t + W^T delta_{t+1}
∂L/∂W = sum(t=1..T, delta_t h_{t-1}^T)
∂L/∂b = sum(t=1..T, delta_t)
`,
  layers: `$$z^{[l]} = W^{[l]} a^{[l-1]} + b^{[l]}, \\quad a^{[l]} = \\tanh(z^{[l]}), \\quad l = 1, \\dots, L, \\quad a^{[0]} = x$$
$$C = \\frac12 (a^{[L]} - y)^\\top (a^{[L]} - y)$$
with $x \\in \\mathbb{R}^n$, $y \\in \\mathbb{R}^n$.

$$\\delta^{[l]} = \\frac{\\partial C}{\\partial z^{[l]}}$$
$$\\frac{\\partial C}{\\partial a^{[L]}} = a^{[L]} - y$$
$$\\frac{\\partial C}{\\partial a^{[l]}} = (W^{[l+1]})^\\top \\delta^{[l+1]}, \\quad l = 1, \\dots, L - 1$$
$$\\frac{\\partial C}{\\partial b^{[l]}} = \\delta^{[l]}$$
$$\\frac{\\partial C}{\\partial W^{[l]}} = \\delta^{[l]} (a^{[l-1]})^\\top$$
`,
  autoencoder: `mu, s, eps : vector(n)
f : function
z = mu + exp(s / 2) .* eps
L = sum(f(z)) + 1/2 sum(exp(s) + mu .^ 2 - s)

∂L/∂z = f'(z)
∂L/∂mu = f'(z) + mu
∂L/∂s = 1/2 exp(s / 2) .* eps .* f'(z) + 1/2 (exp(s) - ones(n))
`,
  mixture: `x, m1, m2 : vector(d)
p : scalar
a = p exp(-norm2(x - m1)^2 / 2)
b = (1 - p) exp(-norm2(x - m2)^2 / 2)
l = log(a + b)
r = a / (a + b)

∂l/∂m1 = r (x - m1)
∂l/∂m2 = (1 - r) (x - m2)
∂l/∂p = r / p - (1 - r) / (1 - p)
`,
  gaussian: `X : matrix(N, d)
mu : vector(d)
S : matrix(d, d) posdef
R = X - ones(N) mu^T
l = -N/2 logdet(S) - 1/2 tr(R S^-1 R^T)

∂l/∂R = -R S^-1
∂l/∂mu = S^-1 R^T ones(N)
∂l/∂S = -N/2 S^-1 + 1/2 S^-1 R^T R S^-1
`,
  margin: `X : matrix(N, d)
y : vector(N)
w : vector(d)
C : scalar
m = ones(N) - y .* (X w)
J = 1/2 norm2(w)^2 + C sum(max(m, 0))

∂J/∂m = C step(m)
∂J/∂w = w - X^T (y .* ∂J/∂m)
     = w - C X^T (y .* step(m))
`,
  control: `A, Q : matrix(n, n)
B : matrix(n, m)
P : matrix(n, n) symmetric
R : matrix(m, m) symmetric
x : vector(n)
u : vector(m)
v = A x + B u
J = x^T Q x + u^T R u + v^T P v

∂J/∂v = 2 P v
∂J/∂u = 2 R u + 2 B^T P v
∂J/∂x = (Q + Q^T) x + 2 A^T P v
`,
};
