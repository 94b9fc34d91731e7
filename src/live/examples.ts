/** Texts to begin with: what lectures derive. The first is shown on a page that was given none. */

export interface Example {
  readonly title: string;
  readonly text: string;
}

export const EXAMPLES: readonly Example[] = [
  {
    title: "A neural scorer",
    text: "z = W x + b\nh = f(z)\ns = u^T h\n\n∂s/∂W, ∂s/∂b\n",
  },
  {
    title: "Least squares with a penalty",
    text: "J = norm2(A x - b)^2 + lambda norm2(x)^2\n\n∂J/∂x, ∂²J/∂x²\n",
  },
  {
    title: "Softmax with cross entropy",
    text: "y : vector(k) simplex\nz = W x + b\nyhat = softmax(z)\nJ = -y^T log(yhat)\n\n∂J/∂z, ∂J/∂W\n",
  },
  {
    title: "A batch",
    text: "X : matrix(N, d)\nW1 : matrix(d, h)\nW2 : matrix(h, k)\nY : matrix(N, k)\nZ = X W1\nH = tanh(Z)\nJ = normF(H W2 - Y)^2 / 2\n\n∂J/∂W1, ∂J/∂W2\n",
  },
  {
    title: "Two layers",
    text: "z1 = W1 x + b1\na = relu(z1)\nz2 = W2 a + b2\nL = norm2(z2 - y)^2 / 2\n\n∂L/∂W1, ∂L/∂W2\n",
  },
  {
    title: "Attention",
    text: "Q, K : matrix(n, d)\nV, Y : matrix(n, p)\nS = Q K^T\nP = softmaxrows(S)\nO = P V\nL = tr(Y^T O)\n\n∂L/∂Q, ∂L/∂V\n",
  },
  {
    title: "Back propagation through time",
    text: "f : function\n$$\\mathbf{z}_t = \\mathbf{W} \\mathbf{h}_{t-1} + \\mathbf{U} \\mathbf{x}_t, \\quad t = 1, \\dots, T$$\n$$\\mathbf{h}_t = f(\\mathbf{z}_t), \\quad t = 1, \\dots, T$$\n$$L = \\sum_{t=1}^{T} \\ell_t(\\mathbf{h}_t)$$\n∂L/∂W, ∂L/∂h_0\n",
  },
  {
    title: "A sum over data, pasted from a paper",
    text: "$$L = \\frac{1}{2} \\sum_{i=1}^{N} (\\mathbf{w}^\\top \\mathbf{x}_i - y_i)^2$$\n∂L/∂w\n",
  },
  {
    title: "A mixture",
    text: "pi : vector(K) simplex positive\np : vector(K) positive\nL = log(pi^T p)\n\n∂L/∂p, ∂L/∂pi\n",
  },
  {
    title: "LQR, one step back",
    text: "P, Q : matrix(n, n) symmetric\nR : matrix(m, m) symmetric\nA : matrix(n, n)\nB : matrix(n, m)\nx : vector(n)\nu : vector(m)\ny = A x + B u\nJ = x^T Q x + u^T R u + y^T P y\n\n∂J/∂u\n",
  },
  {
    title: "Layer normalisation",
    text: "eps : scalar positive\nc = x - mean(x) ones(n)\ns = sqrt(c^T c / n + eps)\nxhat = c / s\nL = g^T xhat\n\n∂L/∂x\n",
  },
  {
    title: "A Gaussian process",
    text: "K : matrix(n, n) symmetric posdef\ny : vector(n)\nL = y^T K^-1 y / 2 + logdet(K) / 2\n\n∂L/∂K, ∂L/∂y\n",
  },
  {
    title: "GloVe, one pair of words",
    text: "c : scalar\nk : scalar\nr = w^T v - c\nJ = k r^2 / 2\n\n∂J/∂w, ∂J/∂v\n",
  },
  {
    title: "Is that right? A claim",
    text: "z = W x + b\nh = tanh(z)\ns = u^T h\n\n∂s/∂b = u .* (1 - h .* h)\n∂s/∂x = W (u .* (1 - h .* h))\n",
  },
];
