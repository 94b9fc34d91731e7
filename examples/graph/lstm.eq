# One step of a long short-term memory (Hochreiter & Schmidhuber 1997), with a score for its output.
x : vector(m)
h_t_minus_1, c_t_minus_1, u : vector(n)

i = sigmoid(W_i x + U_i h_t_minus_1 + b_i)
f = sigmoid(W_f x + U_f h_t_minus_1 + b_f)
o = sigmoid(W_o x + U_o h_t_minus_1 + b_o)
g = tanh(W_g x + U_g h_t_minus_1 + b_g)
c = f .* c_t_minus_1 + i .* g
h = o .* tanh(c)
s = u^T h
