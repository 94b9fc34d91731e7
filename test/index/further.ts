/** More models as papers print them, that nothing was tuned to: recurrent cells, kernels, normalisation, layers of their own widths. */
import { show, type TargetModel, target } from "./targets.js";

export const FURTHER: readonly TargetModel[] = [
  target(
    "LSTM",
    show(
      String.raw`\mathbf{i}_t = \sigma(\mathbf{A} \mathbf{x}_t + \mathbf{E} \mathbf{h}_{t-1}), \quad t = 1, \dots, T`,
      String.raw`\mathbf{f}_t = \sigma(\mathbf{B} \mathbf{x}_t + \mathbf{F} \mathbf{h}_{t-1}), \quad t = 1, \dots, T`,
      String.raw`\mathbf{o}_t = \sigma(\mathbf{C} \mathbf{x}_t + \mathbf{G} \mathbf{h}_{t-1}), \quad t = 1, \dots, T`,
      String.raw`\mathbf{g}_t = \tanh(\mathbf{D} \mathbf{x}_t + \mathbf{H} \mathbf{h}_{t-1}), \quad t = 1, \dots, T`,
      String.raw`\mathbf{c}_t = \mathbf{f}_t \circ \mathbf{c}_{t-1} + \mathbf{i}_t \circ \mathbf{g}_t, \quad t = 1, \dots, T`,
      String.raw`\mathbf{h}_t = \mathbf{o}_t \circ \tanh(\mathbf{c}_t), \quad t = 1, \dots, T`,
      String.raw`L = \sum_{t=1}^{T} \ell_t(\mathbf{h}_t)`,
    ),
    "∂L/∂F",
    "∂L/∂D",
    "∂L/∂c_0",
  ),
  target(
    "residual network",
    `f : function\n${show(
      String.raw`\mathbf{h}_0 = \mathbf{x}`,
      String.raw`\mathbf{h}_l = \mathbf{h}_{l-1} + f(\mathbf{W}_l \mathbf{h}_{l-1}), \quad l = 1, \dots, L`,
      String.raw`C = \ell(\mathbf{h}_L)`,
    )}`,
    "∂C/∂W_l",
    "∂C/∂x",
  ),
  target(
    "language model, a softmax at each step",
    `y_t : label(1..K) for t in 1..T\n${show(
      String.raw`\mathbf{z}_t = \mathbf{W} \mathbf{h}_{t-1} + \mathbf{U} \mathbf{x}_t, \quad t = 1, \dots, T`,
      String.raw`\mathbf{h}_t = \tanh(\mathbf{z}_t), \quad t = 1, \dots, T`,
      String.raw`\mathbf{s}_t = \mathbf{V} \mathbf{h}_t, \quad t = 1, \dots, T`,
      String.raw`\mathbf{p}_t = \mathrm{softmax}(\mathbf{s}_t), \quad t = 1, \dots, T`,
      String.raw`L = -\sum_{t=1}^{T} \log (\mathbf{p}_t)_{y_t}`,
    )}`,
    "∂L/∂V",
    "∂L/∂W",
    "∂L/∂U",
  ),
  target(
    "two-dimensional convolution",
    show(String.raw`L = \sum_{i=1}^{N} \sum_{j=1}^{M} G_{ij} \sum_{a=1}^{K} \sum_{b=1}^{K} w_{ab} X_{i+a-1,j+b-1}`),
    "∂L/∂w_{ab}",
    "∂L/∂X_{pq}",
  ),
  target(
    "Poisson regression",
    show(
      String.raw`L = \sum_{i=1}^{N} \left( e^{\mathbf{w}^\top \mathbf{x}_i} - y_i \mathbf{w}^\top \mathbf{x}_i \right)`,
    ),
    "∂L/∂w",
    "∂²L/∂w²",
  ),
  target(
    "softmax regression",
    show(
      String.raw`p_{ik} = \frac{e^{\mathbf{w}_k^\top \mathbf{x}_i}}{\sum_{j=1}^{K} e^{\mathbf{w}_j^\top \mathbf{x}_i}}, \quad i = 1, \dots, N, \; k = 1, \dots, K`,
      String.raw`L = -\sum_{i=1}^{N} \log p_{i,y_i}`,
    ),
    "∂L/∂w_k",
    "∂L/∂x_i",
  ),
  target(
    "kernel ridge regression",
    `K : matrix(n, n) symmetric\nλ : scalar\n${show(
      String.raw`L = \sum_{i=1}^{n} \left( y_i - \sum_{j=1}^{n} \alpha_j K_{ij} \right)^2 + \lambda \sum_{i=1}^{n} \sum_{j=1}^{n} \alpha_i \alpha_j K_{ij}`,
    )}`,
    "∂L/∂α_k",
    "∂L/∂α",
  ),
  target(
    "factorisation machine",
    show(String.raw`y = b + \sum_{i=1}^{n} w_i x_i + \sum_{i < j} (\mathbf{v}_i^\top \mathbf{v}_j) x_i x_j`),
    "∂y/∂x_p",
    "∂y/∂v_p",
    "∂y/∂w_i",
  ),
  target(
    "soft-margin SVM",
    `C : scalar\n${show(
      String.raw`L = \frac{1}{2} \|\mathbf{w}\|^2 + C \sum_{i=1}^{N} \max(0, 1 - y_i (\mathbf{w}^\top \mathbf{x}_i + b))`,
    )}`,
    "∂L/∂w",
    "∂L/∂b",
  ),
  target(
    "variance",
    show(String.raw`m = \frac{1}{N} \sum_{i=1}^{N} x_i`, String.raw`v = \frac{1}{N} \sum_{i=1}^{N} (x_i - m)^2`),
    "∂v/∂x_j",
    "∂²v/∂x_i∂x_j",
  ),
  target(
    "t-SNE",
    `P : matrix(n, n) positive\n${show(
      String.raw`q_{ij} = \frac{1}{1 + \|\mathbf{y}_i - \mathbf{y}_j\|^2}, \quad i, j = 1, \dots, n`,
      String.raw`Z = \sum_{k \ne l} q_{kl}`,
      String.raw`C = \sum_{i \ne j} P_{ij} \log(P_{ij} Z / q_{ij})`,
    )}`,
    "∂C/∂y_i",
  ),
  target(
    "Ising energy",
    show(String.raw`E = -\frac{1}{2} \sum_{i=1}^{n} \sum_{j=1}^{n} w_{ij} s_i s_j - \sum_{i=1}^{n} \theta_i s_i`),
    "∂E/∂s_k",
    "∂E/∂s",
    "∂E/∂w_{kl}",
  ),
  target(
    "autoregression",
    show(String.raw`L = \sum_{t=p+1}^{T} \left( x_t - \sum_{k=1}^{p} a_k x_{t-k} \right)^2`),
    "∂L/∂a_k",
    "∂L/∂x_s",
  ),
  target(
    "hidden Markov model, forward recursion",
    `A : matrix(K, K) positive\nb_t : vector(K) positive for t in 1..T\nr : vector(K) positive\n${show(
      String.raw`\mathbf{q}_1 = \mathbf{b}_1 \circ \mathbf{r}`,
      String.raw`\mathbf{q}_t = \mathbf{b}_t \circ (\mathbf{A}^\top \mathbf{q}_{t-1}), \quad t = 2, \dots, T`,
      String.raw`L = \log \mathrm{sum}(\mathbf{q}_T)`,
    )}`,
    "∂L/∂A",
    "∂L/∂r",
  ),
  target(
    "discretised differential equation",
    `f : function\nη : scalar\n${show(
      String.raw`\mathbf{x}_{t+1} = \mathbf{x}_t + \eta f(\mathbf{A} \mathbf{x}_t), \quad t = 0, \dots, T-1`,
      String.raw`J = \ell(\mathbf{x}_T)`,
    )}`,
    "∂J/∂A",
    "∂J/∂x_0",
    "∂J/∂η",
  ),
  target(
    "attention, entry by entry",
    show(
      String.raw`\mathbf{q}_i, \mathbf{k}_i, \mathbf{v}_i \in \mathbb{R}^d, \quad i = 1, \dots, n`,
      String.raw`a_{ij} = \frac{\exp(\mathbf{q}_i^\top \mathbf{k}_j / \sqrt{d})}{\sum_{l=1}^{n} \exp(\mathbf{q}_i^\top \mathbf{k}_l / \sqrt{d})}, \quad i, j = 1, \dots, n`,
      String.raw`\mathbf{o}_i = \sum_{j=1}^{n} a_{ij} \mathbf{v}_j, \quad i = 1, \dots, n`,
      String.raw`L = \sum_{i=1}^{n} \ell_i(\mathbf{o}_i)`,
    ),
    "∂L/∂v_j",
    "∂L/∂q_i",
    "∂L/∂k_j",
  ),
  target(
    "Kullback-Leibler term of a variational autoencoder",
    `s : vector(d) positive\n${show(String.raw`D = \frac{1}{2} \sum_{j=1}^{d} (\mu_j^2 + s_j^2 - \log s_j^2 - 1)`)}`,
    "∂D/∂μ_j",
    "∂D/∂s_j",
    "∂D/∂s",
  ),
  target(
    "reconstruction by principal components",
    `W : matrix(d, k)\n${show(
      String.raw`L = \sum_{i=1}^{N} \|\mathbf{x}_i - \mathbf{W} \mathbf{W}^\top \mathbf{x}_i\|^2`,
    )}`,
    "∂L/∂W",
  ),
  target(
    "Bradley-Terry",
    show(String.raw`L = -\sum_{i=1}^{n} \sum_{j=1}^{n} w_{ij} \log \frac{e^{\theta_i}}{e^{\theta_i} + e^{\theta_j}}`),
    "∂L/∂θ_k",
  ),
  target(
    "two layers, entry by entry",
    `f : function\n${show(
      String.raw`a_i = \sum_{j=1}^{n} V_{ij} x_j, \quad i = 1, \dots, m`,
      String.raw`h_i = f(a_i), \quad i = 1, \dots, m`,
      String.raw`y_k = \sum_{i=1}^{m} W_{ki} h_i, \quad k = 1, \dots, K`,
      String.raw`E = \frac{1}{2} \sum_{k=1}^{K} (y_k - t_k)^2`,
    )}`,
    "∂E/∂W_{ki}",
    "∂E/∂V_{ij}",
    "∂E/∂V",
    "∂E/∂x_j",
  ),
  target(
    "kernel expansion by its length scale",
    `λ : scalar positive\n${show(
      String.raw`E = \sum_{i=1}^{n} \sum_{j=1}^{n} \alpha_i \alpha_j \exp(-\lambda \|\mathbf{x}_i - \mathbf{x}_j\|^2)`,
    )}`,
    "∂E/∂x_k",
    "∂E/∂λ",
  ),
  target(
    "discounted cost",
    `a, γ : scalar positive\n${show(
      String.raw`x_t = a x_{t-1}, \quad t = 1, \dots, T`,
      String.raw`J = \sum_{t=0}^{T} \gamma^t x_t^2`,
    )}`,
    "∂J/∂a",
    "∂J/∂x_0",
  ),
  target(
    "gated recurrent unit",
    show(
      String.raw`\mathbf{z}_t = \sigma(\mathbf{W}_z \mathbf{x}_t + \mathbf{U}_z \mathbf{h}_{t-1}), \quad t = 1, \dots, T`,
      String.raw`\mathbf{r}_t = \sigma(\mathbf{W}_r \mathbf{x}_t + \mathbf{U}_r \mathbf{h}_{t-1}), \quad t = 1, \dots, T`,
      String.raw`\mathbf{c}_t = \tanh(\mathbf{W}_h \mathbf{x}_t + \mathbf{U}_h (\mathbf{r}_t \circ \mathbf{h}_{t-1})), \quad t = 1, \dots, T`,
      String.raw`\mathbf{h}_t = \mathbf{z}_t \circ \mathbf{h}_{t-1} + \mathbf{c}_t - \mathbf{z}_t \circ \mathbf{c}_t, \quad t = 1, \dots, T`,
      String.raw`L = \ell(\mathbf{h}_T)`,
    ),
    "∂L/∂U_h",
    "∂L/∂U_z",
    "∂L/∂h_0",
  ),
  target(
    "layer normalisation of entries",
    `ε : scalar positive\ng : vector(d)\n${show(
      String.raw`m = \frac{1}{d} \sum_{i=1}^{d} x_i`,
      String.raw`v = \frac{1}{d} \sum_{i=1}^{d} (x_i - m)^2`,
      String.raw`u_i = \frac{x_i - m}{\sqrt{v + \epsilon}}, \quad i = 1, \dots, d`,
      String.raw`L = \sum_{i=1}^{d} g_i (\gamma_i u_i + \beta_i)`,
    )}`,
    "∂L/∂x_j",
    "∂L/∂γ_i",
    "∂L/∂γ",
  ),
  target(
    "Euler-Lagrange of a discrete path",
    `f : function(vector)\nm, h : scalar positive\n${show(
      String.raw`S = \sum_{t=0}^{T-1} \left( \frac{m}{2 h} \|\mathbf{q}_{t+1} - \mathbf{q}_t\|^2 - h f(\mathbf{q}_t) \right)`,
    )}`,
    "∂S/∂q_t",
  ),
  target(
    "back propagation neuron by neuron",
    `g : function\n${show(
      String.raw`z^{[l]}_j = \sum_{k=1}^{n} W^{[l]}_{jk} a^{[l-1]}_k + b^{[l]}_j, \quad l = 1, \dots, L, \; j = 1, \dots, n`,
      String.raw`a^{[l]}_j = g(z^{[l]}_j), \quad l = 1, \dots, L, \; j = 1, \dots, n`,
      String.raw`C = \frac{1}{2} \sum_{j=1}^{n} (a^{[L]}_j - y_j)^2`,
    )}`,
    "∂C/∂b^{[l]}_j",
    "∂C/∂W^{[l]}_{jk}",
    "∂C/∂a^{[0]}_k",
  ),
  target(
    "deep network, layers of different widths",
    show(
      String.raw`\mathbf{W}^{[l]} \in \mathbb{R}^{n_l \times n_{l-1}}, \quad l = 1, \dots, L`,
      String.raw`\mathbf{a}^{[0]} = \mathbf{x}`,
      String.raw`\mathbf{z}^{[l]} = \mathbf{W}^{[l]} \mathbf{a}^{[l-1]} + \mathbf{b}^{[l]}`,
      String.raw`\mathbf{a}^{[l]} = g(\mathbf{z}^{[l]})`,
      String.raw`C = \ell(\mathbf{a}^{[L]})`,
    ),
    "∂C/∂W^{[l]}",
    "∂C/∂b^{[l]}",
    "∂C/∂x",
  ),
  target(
    "neuron by neuron, layers of different widths",
    show(
      String.raw`\mathbf{W}^{[l]} \in \mathbb{R}^{n_l \times n_{l-1}}, \quad l = 1, \dots, L`,
      String.raw`z^{[l]}_j = \sum_{k=1}^{n_{l-1}} W^{[l]}_{jk} a^{[l-1]}_k + b^{[l]}_j, \quad l = 1, \dots, L, \; j = 1, \dots, n_l`,
      String.raw`a^{[l]}_j = g(z^{[l]}_j), \quad l = 1, \dots, L, \; j = 1, \dots, n_l`,
      String.raw`C = \frac{1}{2} \sum_{j=1}^{n_L} (a^{[L]}_j - y_j)^2`,
    ),
    "∂C/∂b^{[l]}_j",
    "∂C/∂W^{[l]}_{jk}",
    "∂C/∂a^{[0]}_k",
  ),
];
