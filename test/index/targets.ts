/** Models as papers print them, with what notes ask of them: from least squares to convolution. */
export interface TargetModel {
  readonly title: string;
  /** LaTeX as it stands in the paper; plain declarations only where a paper says it in words. */
  readonly text: string;
  readonly asks: readonly string[];
}

export const target = (title: string, text: string, ...asks: readonly string[]): TargetModel => ({ title, text, asks });
export const show = (...lines: readonly string[]): string => lines.map((l) => `$$${l}$$`).join("\n");

export const TARGETS: readonly TargetModel[] = [
  target(
    "1 least squares as a sum over data",
    show(String.raw`L = \frac{1}{2} \sum_{i=1}^{N} (\mathbf{w}^\top \mathbf{x}_i - y_i)^2`),
    "∂L/∂w",
    "∂²L/∂w²",
    "∂L/∂x_j",
  ),
  target(
    "2 logistic regression",
    show(
      String.raw`p_i = \sigma(\mathbf{w}^\top \mathbf{x}_i)`,
      String.raw`L = -\sum_{i=1}^{N} \left( y_i \log p_i + (1 - y_i) \log(1 - p_i) \right)`,
    ),
    "∂L/∂w",
    "∂²L/∂w²",
  ),
  target(
    "3 cross-entropy of a softmax",
    `y : vector(K) simplex\n${show(
      String.raw`p_k = \frac{e^{z_k}}{\sum_{j=1}^{K} e^{z_j}}`,
      String.raw`L = -\sum_{k=1}^{K} y_k \log p_k`,
    )}`,
    "∂p_i/∂z_j",
    "∂L/∂z_j",
    "∂L/∂z",
  ),
  target(
    "4 a layer, entry by entry",
    `f : function\n${show(
      String.raw`z_i = \sum_{j=1}^{m} W_{ij} x_j + b_i`,
      "h_i = f(z_i)",
      String.raw`s = \sum_{i=1}^{n} u_i h_i`,
    )}`,
    "∂s/∂W_{ij}",
    "∂s/∂W",
    "∂s/∂x_j",
    "∂s/∂b_i",
  ),
  target(
    "5 word2vec, skip-gram softmax",
    show(
      String.raw`J = -\log \frac{\exp(\mathbf{u}_o^\top \mathbf{v}_c)}{\sum_{w=1}^{V} \exp(\mathbf{u}_w^\top \mathbf{v}_c)}`,
    ),
    "∂J/∂v_c",
    "∂J/∂u_o",
    "∂J/∂u_w",
  ),
  target(
    "6 word2vec, negative sampling",
    show(
      String.raw`J = -\log \sigma(\mathbf{u}_o^\top \mathbf{v}_c) - \sum_{k=1}^{K} \log \sigma(-\mathbf{u}_{n_k}^\top \mathbf{v}_c)`,
      String.raw`\mathbf{u}_w \in \mathbb{R}^d, \quad w = 1, \dots, V`,
    ),
    "∂J/∂v_c",
    "∂J/∂u_w",
  ),
  target(
    "7 GloVe",
    `g : function\n${show(
      String.raw`J = \sum_{i=1}^{V} \sum_{j=1}^{V} g(X_{ij}) (\mathbf{w}_i^\top \mathbf{v}_j + b_i + c_j - \log X_{ij})^2`,
    )}`,
    "∂J/∂w_i",
    "∂J/∂v_j",
    "∂J/∂b_i",
  ),
  target(
    "8 matrix factorisation over what is observed",
    show(
      String.raw`L = \sum_{(i,j) \in \Omega} (r_{ij} - \mathbf{u}_i^\top \mathbf{v}_j)^2 + \lambda \left( \sum_{i=1}^{n} \|\mathbf{u}_i\|^2 + \sum_{j=1}^{m} \|\mathbf{v}_j\|^2 \right)`,
    ),
    "∂L/∂u_i",
    "∂L/∂v_j",
  ),
  target(
    "9 multiclass SVM",
    show(
      String.raw`L = \sum_{i=1}^{N} \sum_{j \ne y_i} \max(0, \mathbf{w}_j^\top \mathbf{x}_i - \mathbf{w}_{y_i}^\top \mathbf{x}_i + 1)`,
    ),
    "∂L/∂w_k",
    "∂L/∂x_i",
  ),
  target(
    "10 log barrier",
    show(String.raw`f = t \mathbf{c}^\top \mathbf{x} - \sum_{i=1}^{m} \log(b_i - \mathbf{a}_i^\top \mathbf{x})`),
    "∂f/∂x",
    "∂²f/∂x²",
  ),
  target(
    "11 Gaussian log-likelihood",
    `Sigma : matrix(d, d) posdef\n${show(
      String.raw`L = -\frac{N}{2} \log\det \boldsymbol\Sigma - \frac{1}{2} \sum_{n=1}^{N} (\mathbf{x}_n - \boldsymbol\mu)^\top \boldsymbol\Sigma^{-1} (\mathbf{x}_n - \boldsymbol\mu)`,
    )}`,
    "∂L/∂μ",
    "∂L/∂Σ",
  ),
  target(
    "12 Gaussian mixture",
    `S_k : matrix(d, d) posdef for k in 1..K\npi_k : scalar positive for k in 1..K\n${show(
      String.raw`\phi_{nk} = \pi_k \det(2 \pi \mathbf{S}_k)^{-1/2} \exp\left(-\frac{1}{2} (\mathbf{x}_n - \boldsymbol\mu_k)^\top \mathbf{S}_k^{-1} (\mathbf{x}_n - \boldsymbol\mu_k)\right)`,
      String.raw`r_{nk} = \frac{\phi_{nk}}{\sum_{j=1}^{K} \phi_{nj}}`,
      String.raw`L = \sum_{n=1}^{N} \log \sum_{k=1}^{K} \phi_{nk}`,
    )}`,
    "∂L/∂μ_k",
    "∂L/∂π_k",
    "∂L/∂S_k",
  ),
  target(
    "13 recurrent network",
    `f : function\n${show(
      String.raw`\mathbf{z}_t = \mathbf{W} \mathbf{h}_{t-1} + \mathbf{U} \mathbf{x}_t + \mathbf{b}`,
      String.raw`\mathbf{h}_t = f(\mathbf{z}_t)`,
      String.raw`L = \sum_{t=1}^{T} \ell_t(\mathbf{h}_t)`,
    )}`,
    "∂L/∂W",
    "∂L/∂U",
    "∂L/∂b",
    "∂L/∂h_t",
    "∂L/∂h_0",
  ),
  target(
    "13' recurrent network without a name for what f is applied to",
    show(
      String.raw`\mathbf{h}_t = \tanh(\mathbf{W} \mathbf{h}_{t-1} + \mathbf{U} \mathbf{x}_t + \mathbf{b}), \quad t = 1, \dots, T`,
      String.raw`L = \sum_{t=1}^{T} \ell_t(\mathbf{h}_t)`,
    ),
    "∂L/∂W",
    "∂L/∂h_0",
  ),
  target(
    "14 deep network, L layers",
    `g : function\nell : function(vector)\n${show(
      String.raw`\mathbf{a}^{[0]} = \mathbf{x}`,
      String.raw`\mathbf{z}^{[l]} = \mathbf{W}^{[l]} \mathbf{a}^{[l-1]} + \mathbf{b}^{[l]}, \quad l = 1, \dots, L`,
      String.raw`\mathbf{a}^{[l]} = g(\mathbf{z}^{[l]}), \quad l = 1, \dots, L`,
      String.raw`C = \ell(\mathbf{a}^{[L]})`,
    )}`,
    "∂C/∂W^[l]",
    "∂C/∂b^[l]",
    "∂C/∂x",
  ),
  target(
    "15 linear-quadratic control, rolled out",
    `Q : matrix(n, n) symmetric\nP : matrix(n, n) symmetric\nR : matrix(m, m) symmetric\n${show(
      String.raw`\mathbf{x}_{t+1} = \mathbf{A} \mathbf{x}_t + \mathbf{B} \mathbf{u}_t, \quad t = 0, \dots, T-1`,
      String.raw`J = \sum_{t=0}^{T-1} \left( \mathbf{x}_t^\top \mathbf{Q} \mathbf{x}_t + \mathbf{u}_t^\top \mathbf{R} \mathbf{u}_t \right) + \mathbf{x}_T^\top \mathbf{P} \mathbf{x}_T`,
    )}`,
    "∂J/∂u_t",
    "∂J/∂x_0",
  ),
  target(
    "16 one-dimensional convolution",
    show(String.raw`y_i = \sum_{k=1}^{K} w_k x_{i+k-1}, \quad i = 1, \dots, N`, String.raw`L = \sum_{i=1}^{N} g_i y_i`),
    "∂L/∂w_k",
    "∂L/∂x_j",
  ),
  target(
    "17 multi-head attention",
    `ell : function(matrix)\n${show(
      String.raw`\mathbf{Q}_h = \mathbf{X} \mathbf{W}^Q_h`,
      String.raw`\mathbf{A}_h = \mathrm{softmaxrows}(\mathbf{Q}_h (\mathbf{X} \mathbf{W}^K_h)^\top / \sqrt{k})`,
      String.raw`\mathbf{Y} = \sum_{h=1}^{H} \mathbf{A}_h \mathbf{X} \mathbf{W}^V_h \mathbf{W}^O_h`,
      String.raw`L = \ell(\mathbf{Y})`,
    )}`,
    String.raw`$\frac{\partial L}{\partial \mathbf{W}^Q_h}$`,
    String.raw`$\frac{\partial L}{\partial \mathbf{W}^V_h}$`,
  ),
  target(
    "18 batch normalisation",
    show(
      String.raw`\mu = \frac{1}{m} \sum_{i=1}^{m} x_i`,
      String.raw`v = \frac{1}{m} \sum_{i=1}^{m} (x_i - \mu)^2`,
      String.raw`s = \sqrt{v + \epsilon}`,
      String.raw`\xi_i = \frac{x_i - \mu}{s}`,
      String.raw`y_i = \gamma \xi_i + \beta`,
      String.raw`L = \sum_{i=1}^{m} g_i y_i`,
    ),
    "∂L/∂x_i",
    "∂L/∂γ",
  ),
  target(
    "19 k-means / EM",
    show(String.raw`J = \sum_{i=1}^{N} \sum_{k=1}^{K} r_{ik} \|\mathbf{x}_i - \boldsymbol\mu_k\|^2`),
    "∂J/∂μ_k",
    "∂J/∂x_i",
  ),
  target(
    "20 InfoNCE",
    show(
      String.raw`p_{ij} = \frac{\exp(\mathbf{q}_i^\top \mathbf{k}_j / \tau)}{\sum_{l=1}^{N} \exp(\mathbf{q}_i^\top \mathbf{k}_l / \tau)}`,
      String.raw`L = -\frac{1}{N} \sum_{i=1}^{N} \log p_{ii}`,
    ),
    "∂L/∂q_i",
    "∂L/∂k_j",
  ),
  target(
    "21 CP tensor factorisation",
    show(
      String.raw`F = \sum_{i=1}^{I} \sum_{j=1}^{J} \sum_{k=1}^{K} \left( T_{ijk} - \sum_{r=1}^{R} a_{ir} b_{jr} c_{kr} \right)^2`,
    ),
    "∂F/∂a_{ir}",
  ),
  target(
    "22 a product of sigmoids",
    show(String.raw`P = \prod_{i=1}^{n} \sigma(a_i (\theta - b_i))`),
    "∂P/∂θ",
    "∂P/∂b_j",
  ),
  target(
    "23 pairwise ranking",
    show(String.raw`L = \sum_{i=1}^{n} \sum_{j=1}^{n} y_{ij} \log(1 + \exp(-(s_i - s_j)))`),
    "∂L/∂s_k",
  ),
  target(
    "24, 25 total variation",
    show(String.raw`f = \sum_{i=1}^{N-1} (x_{i+1} - x_i)^2`),
    "∂f/∂x_j",
    "∂f/∂x",
    "∂²f/∂x_i∂x_j",
  ),
];
