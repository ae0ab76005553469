/** Spearman's coefficient: the correlation of the ranks, those of equal numbers being the mean of their places. */
export function rankCorrelation(ones: readonly number[], others: readonly number[]): number {
  const [a, b] = [ranks(ones), ranks(others)];
  const middle = (ones.length + 1) / 2;
  const covariance = (x: readonly number[], y: readonly number[]): number =>
    x.reduce((sum, rank, at) => sum + (rank - middle) * (y[at]! - middle), 0);
  return covariance(a, b) / Math.sqrt(covariance(a, a) * covariance(b, b));
}

function ranks(numbers: readonly number[]): readonly number[] {
  const sorted = numbers.toSorted((one, other) => one - other);
  return numbers.map((number) => (sorted.indexOf(number) + sorted.lastIndexOf(number)) / 2 + 1);
}
