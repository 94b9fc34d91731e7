# A neural scorer: one hidden layer, a score s for the input x.
z = W x + b
h = f(z)
s = u^T h

∂s/∂b, ∂s/∂W
