/** Derivatives as books, papers and courses print them, in their names, of the models as they print those. */
import { FURTHER } from "./further.js";
import { show, TARGETS } from "./targets.js";

export interface Reference {
  readonly from: string;
  readonly text: string;
  readonly ask: string;
  readonly printed: string;
}

const known = new Map([...TARGETS, ...FURTHER].map((t) => [t.title, t.text]));
const of = (title: string): string => {
  const text = known.get(title);
  if (text === undefined) throw new Error(`${title} is no model of the tables`);
  return text;
};

const SOFTMAX = `t_nk : scalar for n in 1..N, k in 1..K\n${show(
  String.raw`a_{nk} = \mathbf{w}_k^\top \boldsymbol\phi_n`,
  String.raw`y_{nk} = \frac{\exp(a_{nk})}{\sum_{j=1}^{K} \exp(a_{nj})}`,
  String.raw`E = \sum_{n=1}^{N} \log \sum_{j=1}^{K} \exp(a_{nj}) - \sum_{n=1}^{N} \sum_{k=1}^{K} t_{nk} a_{nk}`,
)}`;

const LEAST = show(
  String.raw`E = \frac{1}{2} \sum_{n=1}^{N} (t_n - \mathbf{w}^\top \boldsymbol\phi_n)^2 + \frac{\lambda}{2} \mathbf{w}^\top \mathbf{w}`,
);

const LOGISTIC = show(
  String.raw`y_n = \sigma(\mathbf{w}^\top \boldsymbol\phi_n)`,
  String.raw`E = -\sum_{n=1}^{N} \left( t_n \log y_n + (1 - t_n) \log(1 - y_n) \right)`,
);

const NG = `g : function\n${show(
  String.raw`\mathbf{z}_i = \mathbf{W} \mathbf{x}_i + \mathbf{b}, \quad i = 1, \dots, m`,
  String.raw`a_i = \sigma(\mathbf{u}^\top g(\mathbf{z}_i) + c), \quad i = 1, \dots, m`,
  String.raw`J = -\frac{1}{m} \sum_{i=1}^{m} \left( y_i \log a_i + (1 - y_i) \log(1 - a_i) \right)`,
)}`;

const HINGE = show(String.raw`L = \sum_{i=1}^{N} \max(0, 1 - y_i \mathbf{w}^\top \mathbf{x}_i)`);

const NETWORK = `f : function\n${show(
  String.raw`z_i = \sum_{j=1}^{m} W_{ij} x_j + b_i`,
  "a_i = f(z_i)",
  String.raw`C = \frac{1}{2} \sum_{i=1}^{n} (a_i - y_i)^2`,
)}`;

const row = (from: string, text: string, ask: string, printed: string): Reference => ({ from, text, ask, printed });

export const REFERENCES: readonly Reference[] = [
  row("Bishop, PRML, 3.13", LEAST, "∂E/∂w", "sum(n=1..N, (w^T phi_n - t_n) phi_n) + lambda w"),
  row("Bishop, PRML, 4.91", LOGISTIC, "∂E/∂w", "sum(n=1..N, (y_n - t_n) phi_n)"),
  row("Bishop, PRML, 4.97", LOGISTIC, "∂²E/∂w²", "sum(n=1..N, y_n (1 - y_n) phi_n phi_n^T)"),
  row("Bishop, PRML, 4.106", of("3 cross-entropy of a softmax"), "∂p_i/∂z_j", "p_i ([i = j] - p_j)"),
  row("Bishop, PRML, 4.109", SOFTMAX, "∂E/∂w_j", "sum(n=1..N, (y_nj - t_nj) phi_n)"),
  row("Bishop, PRML, 4.110", SOFTMAX, "∂²E/∂w_k∂w_j", "sum(n=1..N, y_nk ([k = j] - y_nj) phi_n phi_n^T)"),
  row("Bishop, PRML, 9.16", of("12 Gaussian mixture"), "∂L/∂μ_k", "sum(n=1..N, r_nk S_k^-1 (x_n - mu_k))"),
  row(
    "Bishop, PRML, 9.19",
    of("12 Gaussian mixture"),
    "∂L/∂S_k",
    "1/2 (sum(n=1..N, r_nk S_k^-1 (x_n - mu_k) (x_n - mu_k)^T S_k^-1) - sum(n=1..N, r_nk) S_k^-1)",
  ),
  row("Bishop, PRML, 9.21", of("12 Gaussian mixture"), "∂L/∂π_k", "sum(n=1..N, r_nk) / pi_k"),
  row("Bishop, PRML, 9.17, k-means", of("19 k-means / EM"), "∂J/∂μ_k", "2 sum(i=1..N, r_ik (mu_k - x_i))"),
  row(
    "Goodfellow et al., 10.18",
    of("language model, a softmax at each step"),
    "∂L/∂V",
    "sum(t=1..T, (p_t - unit(y_t, K)) h_t^T)",
  ),
  row("Nielsen, chapter 2, BP1 and BP4, one layer", NETWORK, "∂C/∂W_{ij}", "(a_i - y_i) f'(z_i) x_j"),
  row("Nielsen, chapter 2, BP3, one layer", NETWORK, "∂C/∂b_i", "(a_i - y_i) f'(z_i)"),
  row("Nielsen, chapter 2, BP2, one layer", NETWORK, "∂C/∂x_j", "sum(i=1..n, (a_i - y_i) f'(z_i) W_ij)"),
  row("Ng, deep learning, dc = 1/m Σ dz", NG, "∂J/∂c", "1/m sum(i=1..m, a_i - y_i)"),
  row("Ng, deep learning, du = 1/m A dzᵀ", NG, "∂J/∂u", "1/m sum(i=1..m, (a_i - y_i) g(z_i))"),
  row("Ng, deep learning, db = 1/m Σ dz", NG, "∂J/∂b", "1/m sum(i=1..m, (a_i - y_i) u .* g'(z_i))"),
  row("Ng, deep learning, dW = 1/m dz xᵀ", NG, "∂J/∂W", "1/m sum(i=1..m, (a_i - y_i) (u .* g'(z_i)) x_i^T)"),
  row(
    "CS224N, word2vec, by the centre",
    of("5 word2vec, skip-gram softmax"),
    "∂J/∂v_c",
    "-u_o + sum(w=1..V, exp(u_w^T v_c) / sum(i=1..V, exp(u_i^T v_c)) u_w)",
  ),
  row(
    "CS224N, negative sampling",
    of("6 word2vec, negative sampling"),
    "∂J/∂v_c",
    "(sigmoid(u_o^T v_c) - 1) u_o - sum(k=1..K, (sigmoid(-u_{n_k}^T v_c) - 1) u_{n_k})",
  ),
  row(
    "Pennington et al., GloVe",
    of("7 GloVe"),
    "∂J/∂w_i",
    "2 sum(j=1..V, g(X_ij) (w_i^T v_j + b_i + c_j - log(X_ij)) v_j)",
  ),
  row(
    "Koren et al., matrix factorisation",
    of("8 matrix factorisation over what is observed"),
    "∂L/∂u_i",
    "2 sum(j=1..m, Omega_ij (u_i^T v_j - r_ij) v_j) + 2 lambda u_i",
  ),
  row("CS231n, hinge, binary", HINGE, "∂L/∂w", "-sum(i=1..N, step(1 - y_i w^T x_i) y_i x_i)"),
  row(
    "CS231n, multiclass hinge, by data",
    of("9 multiclass SVM"),
    "∂L/∂x_i",
    "sum(j=1..K, j != y_i, step(w_j^T x_i - w_{y_i}^T x_i + 1) (w_j - w_{y_i}))",
  ),
  row(
    "Ioffe & Szegedy, batch normalisation",
    of("18 batch normalisation"),
    "∂L/∂x_i",
    "gamma / (m s) (m g_i - sum(j=1..m, g_j) - xi_i sum(j=1..m, g_j xi_j))",
  ),
  row("Boyd & Vandenberghe, 11.5", of("10 log barrier"), "∂f/∂x", "t c + sum(i=1..m, 1 / (b_i - a_i^T x) a_i)"),
  row(
    "Boyd & Vandenberghe, 11.5, second",
    of("10 log barrier"),
    "∂²f/∂x²",
    "sum(i=1..m, 1 / (b_i - a_i^T x)^2 a_i a_i^T)",
  ),
  row(
    "Boyd & Vandenberghe, 7.4, Gaussian",
    of("11 Gaussian log-likelihood"),
    "∂L/∂μ",
    "sum(n=1..N, Sigma^-1 (x_n - mu))",
  ),
  row("CS229, softmax regression", of("softmax regression"), "∂L/∂w_k", "sum(i=1..N, (p_ik - [y_i = k]) x_i)"),
  row("Rendle, factorisation machines", of("factorisation machine"), "∂y/∂v_p", "x_p sum(i=1..n, i != p, x_i v_i)"),
  row("van den Oord et al., InfoNCE", of("20 InfoNCE"), "∂L/∂q_i", "1 / (N tau) (sum(l=1..N, p_il k_l) - k_i)"),
  row(
    "Bradley & Terry",
    of("23 pairwise ranking"),
    "∂L/∂s_k",
    "sum(i=1..n, y_ik sigmoid(s_k - s_i) - y_ki sigmoid(s_i - s_k))",
  ),
  row("LeCun, convolution", of("16 one-dimensional convolution"), "∂L/∂w_k", "sum(i=1..N, g_i x_{i+k-1})"),
];

/** The value and its recursion, in our names; that they are right is held by differences where the models are. */
export const RECURSIONS = [
  {
    from: "Goodfellow et al., 10.19 to 10.26",
    text: of("language model, a softmax at each step"),
    ask: "∂L/∂W",
    printed: [
      "sum(t=1..T, delta_t h_{t-1}^T)",
      "(W^T delta_{t+1} + V^T (p_t - unit(y_t, K))) .* (1 - h_t .^ 2)",
      "V^T (p_T - unit(y_T, K)) .* (1 - h_T .^ 2)",
    ],
  },
  {
    from: "Nielsen, BP1 to BP4",
    text: of("14 deep network, L layers"),
    ask: "∂C/∂W^[l]",
    printed: ["d_l a_{l-1}^T", "(W_{l+1}^T d_{l+1}) .* g'(z_l)", "∇f(a_L) .* g'(z_L)"],
  },
  {
    from: "Nielsen, BP1 to BP4, neuron by neuron",
    text: of("back propagation neuron by neuron"),
    ask: "∂C/∂W^{[l]}_{jk}",
    printed: ["d_lj a_lk", "sum(k=1..n, W_lkj d_lk) g'(z_lj)", "(a_Lj - y_j) g'(z_Lj)"],
  },
  {
    from: "Stanford, linear-quadratic control, costates",
    text: of("15 linear-quadratic control, rolled out"),
    ask: "∂J/∂u_t",
    printed: ["2 R u_t + B^T delta_{t+1}", "2 Q x_t + A^T delta_{t+1}", "2 P x_T"],
  },
  {
    from: "Pascanu et al., recurrent network",
    text: of("13 recurrent network"),
    ask: "∂L/∂U",
    printed: ["sum(t=1..T, delta_t x_t^T)", "(f(h_t) + W^T delta_{t+1}) .* f'(z_t)", "f(h_T) .* f'(z_T)"],
  },
];
