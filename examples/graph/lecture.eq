# The lecture's example: y goes two ways.
x, y, z : scalar
f = (x + y) max(y, z)
