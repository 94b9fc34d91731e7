# Twelve layers of one width: what the picture of a deep network looks like, and what reuse saves.
x : vector(n)
W1 : matrix(n, n)
W2 : matrix(n, n)
W3 : matrix(n, n)
W4 : matrix(n, n)
W5 : matrix(n, n)
W6 : matrix(n, n)
W7 : matrix(n, n)
W8 : matrix(n, n)
W9 : matrix(n, n)
W10 : matrix(n, n)
W11 : matrix(n, n)
W12 : matrix(n, n)

z1 = W1 x + b1
h1 = tanh(z1)
z2 = W2 h1 + b2
h2 = tanh(z2)
z3 = W3 h2 + b3
h3 = tanh(z3)
z4 = W4 h3 + b4
h4 = tanh(z4)
z5 = W5 h4 + b5
h5 = tanh(z5)
z6 = W6 h5 + b6
h6 = tanh(z6)
z7 = W7 h6 + b7
h7 = tanh(z7)
z8 = W8 h7 + b8
h8 = tanh(z8)
z9 = W9 h8 + b9
h9 = tanh(z9)
z10 = W10 h9 + b10
h10 = tanh(z10)
z11 = W11 h10 + b11
h11 = tanh(z11)
z12 = W12 h11 + b12
h12 = tanh(z12)
s = u^T h12
