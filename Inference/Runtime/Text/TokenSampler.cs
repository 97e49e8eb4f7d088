namespace MlNetRecurrent;

/// <summary>Draws tokens from the output probabilities of a model. Not thread-safe.</summary>
internal sealed class TokenSampler(GenerationOptions options)
{
    // The sequence for a seed is the same in every version of .NET.
    private readonly Random _random = new(options.Seed);
    private int[] _order = [];
    private double[] _weights = [];

    /// <summary>Draws a token, but never the unknown token, which has no text.</summary>
    /// <param name="probabilities">[vocabulary].</param>
    public int Draw(ReadOnlySpan<float> probabilities)
    {
        if (_order.Length != probabilities.Length)
            (_order, _weights) = (new int[probabilities.Length], new double[probabilities.Length]);
        for (var token = 0; token < _order.Length; token++)
        {
            _order[token] = token;
            // In ascending order of this, the most likely tokens come first.
            _weights[token] = token == Vocabulary.UnknownToken ? double.PositiveInfinity : -Math.Log(probabilities[token]);
        }

        Array.Sort(_weights, _order);
        var count = Math.Min(options.TopK == 0 ? int.MaxValue : options.TopK, _order.Length - 1);
        // p^(1 / temperature), relative to the most likely token to avoid overflow.
        var (best, sum) = (_weights[0], 0.0);
        for (var rank = 0; rank < count; rank++)
            sum += _weights[rank] = Math.Exp((best - _weights[rank]) / options.Temperature);
        var remainder = _random.NextDouble() * sum;
        for (var rank = 0; rank < count; rank++)
        {
            remainder -= _weights[rank];
            if (remainder < 0)
                return _order[rank];
        }

        return _order[0];
    }
}
