/** Derivations that are set as exercises everywhere, each as a student would write it down. All are right. */
export const USUAL: Readonly<Record<string, string>> = {
  "a circuit of numbers": `x, y, z : scalar
q = x + y
f = q z

∂f/∂q = z
∂f/∂z = q = x + y
∂f/∂x = ∂f/∂q ∂q/∂x = z
∂f/∂y = ∂f/∂q ∂q/∂y = z
`,
  "a neuron": `w, x : vector(n)
b : scalar
t : scalar
z = w^T x + b
a = sigmoid(z)
E = 1/2 (a - t)^2

∂E/∂a = a - t
∂a/∂z = a (1 - a)
∂E/∂z = (a - t) a (1 - a)
∂z/∂b = 1
∂E/∂b = (a - t) a (1 - a)
∂E/∂w = (a - t) a (1 - a) x
∂E/∂x = (a - t) a (1 - a) w
`,
  "softmax regression": `W : matrix(K, d)
x : vector(d)
b : vector(K)
y : vector(K) simplex
z = W x + b
p = softmax(z)
L = -y^T log(p)

delta = ∂L/∂z = p - y
∂L/∂b = delta
∂L/∂W = delta x^T = (p - y) x^T
∂L/∂x = W^T delta = W^T (p - y)
`,
  "softmax by its Jacobian": `z, y : vector(K)
p = softmax(z)
L = y^T p

∂L/∂p = y^T
∂p/∂z = diag(p) - p p^T
∂L/∂z = y^T (diag(p) - p p^T)
= (y .* p - (y^T p) p)^T
= (p .* (y - L ones(K)))^T
`,
  ridge: `X : matrix(n, d)
y : vector(n)
w : vector(d)
lam : scalar
J = (X w - y)^T (X w - y) + lam w^T w

J = w^T X^T X w - 2 y^T X w + y^T y + lam w^T w
∂J/∂w = 2 X^T X w - 2 X^T y + 2 lam w
= 2 (X^T X + lam eye(d)) w - 2 X^T y
∂²J/∂w² = 2 X^T X + 2 lam eye(d)
∂J/∂lam = w^T w
`,
  "least squares by differentials": `X : matrix(n, d)
y : vector(n)
w : vector(d)
r = X w - y
J = r^T r

dr = X dw
dJ = dr^T r + r^T dr = 2 r^T dr
dJ = 2 r^T X dw
∂J/∂w = 2 X^T r = 2 X^T (X w - y)
`,
  "logistic regression": `X : matrix(N, d)
y : vector(N)
w : vector(d)
p = sigmoid(X w)
J = -y^T log(p) - (ones(N) - y)^T log(ones(N) - p)

∂J/∂p = -(y ./ p) + (ones(N) - y) ./ (ones(N) - p)
∂J/∂w = X^T (p - y)
∂²J/∂w² = X^T diag(p .* (ones(N) - p)) X
`,
  "log of a determinant": `X : matrix(n, n) posdef
a : vector(n)
f = logdet(X) + a^T X^-1 a

df = tr(X^-1 dX) - a^T X^-1 dX X^-1 a
= tr(X^-1 dX) - tr(X^-1 a a^T X^-1 dX)
= tr((X^-1 - X^-1 a a^T X^-1) dX)
∂f/∂X = X^-1 - X^-1 a a^T X^-1
∂f/∂a = 2 X^-1 a
`,
  "a Gaussian": `x, mu : vector(n)
S : matrix(n, n) posdef
l = -1/2 (x - mu)^T S^-1 (x - mu) - 1/2 logdet(S)

∂l/∂mu = S^-1 (x - mu)
∂l/∂x = -S^-1 (x - mu)
∂l/∂S = 1/2 S^-1 (x - mu) (x - mu)^T S^-1 - 1/2 S^-1
`,
  "a quadratic form": `A : matrix(n, n)
x, b : vector(n)
f = x^T A x + b^T x

df = dx^T A x + x^T A dx + b^T dx
= (A x)^T dx + x^T A dx + b^T dx
= (x^T A^T + x^T A + b^T) dx
∂f/∂x = (A + A^T) x + b
∂²f/∂x² = A + A^T
∂f/∂A = x x^T
`,
  "the Rayleigh quotient": `A : matrix(n, n) symmetric
x : vector(n)
r = x^T A x / (x^T x)

∂r/∂x = (2 A x) / (x^T x) - (x^T A x) (2 x) / (x^T x)^2
= 2 / (x^T x) (A x - r x)
`,
  "a norm": `A : matrix(m, n)
b : vector(m)
x : vector(n)
r = A x - b
f = norm2(r)

∂f/∂r = r^T / norm2(r)
∂r/∂x = A
∂f/∂x = A^T r / norm2(r)
= A^T (A x - b) / f
`,
  "matrix factorisation": `M : matrix(n, m)
U : matrix(n, k)
V : matrix(m, k)
E = M - U V^T
L = 1/2 tr(E^T E)

dE = -dU V^T - U dV^T
dL = tr(E^T dE)
= -tr(E^T dU V^T) - tr(E^T U dV^T)
∂L/∂U = -E V
∂L/∂V = -E^T U
`,
  "an autoencoder with tied weights": `W : matrix(k, n)
x : vector(n)
a = W x
h = tanh(a)
v = W^T h
L = 1/2 (v - x)^T (v - x)

e = v - x
∂L/∂v = e
∂L/∂h = W e
g = ∂L/∂a = (W e) .* (1 - h .* h)
∂L/∂W = h e^T + g x^T
`,
  "a gate": `a, b, u : vector(n)
i = sigmoid(a)
c = tanh(b)
h = i .* c
s = u^T h

∂s/∂h = u
∂s/∂i = u .* c
∂s/∂c = u .* i
∂s/∂a = u .* c .* i .* (1 - i)
∂s/∂b = u .* i .* (1 - c .* c)
`,
  "a residual block": `W : matrix(n, n)
x, u : vector(n)
z = W x
y = x + relu(z)
s = u^T y

∂s/∂y = u
∂s/∂z = u .* step(z)
∂s/∂W = (u .* step(z)) x^T
∂s/∂x = u + W^T (u .* step(z))
`,
  "centring a vector": `x, u : vector(n)
m = sum(x) / n
c = x - m ones(n)
s = u^T c

∂m/∂x = ones(n)^T / n
∂c/∂x = eye(n) - ones(n) ones(n)^T / n
∂s/∂x = u - (sum(u) / n) ones(n)
`,
  "layer normalisation": `x, u : vector(n)
m = sum(x) / n
c = x - m ones(n)
v = c^T c / n
s = sqrt(v)
h = c / s
L = u^T h

∂L/∂h = u
∂L/∂s = -u^T c / s^2 = -u^T h / s
∂L/∂v = -u^T h / (2 s^2)
∂L/∂x = (u - (sum(u) / n) ones(n) - (u^T h / n) h) / s
`,
  "by entries": `A : matrix(m, n)
x : vector(n)
y : vector(m)
y_i = sum(k=1..n, A_{i,k} x_k) for i in 1..m
s = sum(i=1..m, y_i^2)

∂s/∂y_i = 2 y_i
∂y_i/∂x_k = A_{i,k}
∂s/∂x_k = sum(i=1..m, 2 y_i A_{i,k}) = 2 sum(i=1..m, A_{i,k} y_i)
∂s/∂A_{i,k} = 2 y_i x_k
∂s/∂x = 2 A^T y
`,
  "logistic regression by its sum": `x_i : vector(d) for i in 1..N
y_i : scalar for i in 1..N
w : vector(d)
p_i = sigmoid(w^T x_i) for i in 1..N
J = -sum(i=1..N, y_i log(p_i) + (1 - y_i) log(1 - p_i))

∂J/∂p_i = -y_i / p_i + (1 - y_i) / (1 - p_i)
∂p_i/∂w = p_i (1 - p_i) x_i^T
∂J/∂w = sum(i=1..N, (p_i - y_i) x_i)
∂²J/∂w² = sum(i=1..N, p_i (1 - p_i) x_i x_i^T)
`,
  "a product of functions": `x : scalar
f = x^2 exp(3 x)

∂f/∂x = 2 x exp(3 x) + x^2 3 exp(3 x)
= (2 x + 3 x^2) exp(3 x)
= x (2 + 3 x) exp(3 x)
`,
  "a quotient": `x : scalar
f = sin(x) / (1 + x^2)

∂f/∂x = (cos(x) (1 + x^2) - sin(x) 2 x) / (1 + x^2)^2
= cos(x) / (1 + x^2) - 2 x sin(x) / (1 + x^2)^2
`,
  "a linear layer of a batch": `X : matrix(N, d)
W : matrix(d, k)
b : vector(k)
G : matrix(N, k)
Y = X W + ones(N) b^T
L = tr(G^T Y)

∂L/∂Y = G
∂L/∂W = X^T G
∂L/∂X = G W^T
∂L/∂b = G^T ones(N)
`,
  "an inverse": `A : matrix(n, n) invertible
b, c : vector(n)
x = A^-1 b
s = c^T x

dx = -A^-1 dA A^-1 b = -A^-1 dA x
ds = c^T dx = -c^T A^-1 dA x
l = A^-T c
ds = -l^T dA x = -tr(x l^T dA)
∂s/∂A = -l x^T
∂s/∂b = A^-T c = l
`,
};
