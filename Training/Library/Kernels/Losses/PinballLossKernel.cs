namespace MlNetRecurrent.Training;

/// <summary>
/// The pinball loss, which the quantiles of a distribution minimize (Koenker and Bassett 1978): the mean of max(level * e, (level - 1) * e), with
/// e = target - quantile.
/// </summary>
/// <param name="levels">The level of each quantile of a row.</param>
/// <param name="targets">The target of each row, contiguous.</param>
/// <param name="rows">The number of rows.</param>
internal sealed unsafe class PinballLossKernel(float[] levels, float* targets, int rows) : LossKernel(rows, levels.Length)
{
    private readonly int _rows = rows;

    /// <inheritdoc/>
    protected override double Weight => (double)_rows * levels.Length;

    /// <inheritdoc/>
    protected override double SumRows(int first, int rows)
    {
        var factor = (float)(1 / Weight);
        var sum = 0.0;
        for (var row = first; row < first + rows; row++)
        {
            var target = targets[row];
            for (var index = 0; index < levels.Length; index++)
            {
                var place = ((nint)row * levels.Length) + index;
                var level = levels[index];
                var error = target - Scores[place];
                sum += error >= 0 ? level * error : (level - 1) * error;
                if (Gradient != null)
                    Gradient[place] = factor * GetSlope(error, level);
            }
        }

        return sum;
    }

    // The derivative with respect to the quantile. At 0 it is the mean of both sides, as LibTorch's maximum has it; NaN stays NaN.
    private static float GetSlope(float error, float level) => error > 0 ? -level : error < 0 ? 1 - level : error + 0.5f - level;
}
