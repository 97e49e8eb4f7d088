namespace MlNetRecurrent;

/// <summary>Draws tokens from the probabilities that a model gives. Not thread-safe.</summary>
internal sealed class TokenSampler(GenerationOptions options)
{
    // Its sequence for a seed is the same in every version of .NET.
    private readonly Random _random = new(options.Seed);
    private int[] _order = [];
    private double[] _weights = [];

    /// <summary>Draws a token; never the unknown one, which nobody could read.</summary>
    /// <param name="probabilities">[vocabulary].</param>
    public int Draw(ReadOnlySpan<float> probabilities)
    {
        if (_order.Length != probabilities.Length)
            (_order, _weights) = (new int[probabilities.Length], new double[probabilities.Length]);
        for (var token = 0; token < _order.Length; token++)
        {
            _order[token] = token;
            // Ascending by this, the likeliest come first.
            _weights[token] = token == Vocabulary.UnknownToken ? double.PositiveInfinity : -Math.Log(probabilities[token]);
        }

        Array.Sort(_weights, _order);
        var count = Math.Min(options.TopK == 0 ? int.MaxValue : options.TopK, _order.Length - 1);
        // p^(1 / temperature), against the likeliest so that none overflows.
        var (best, sum) = (_weights[0], 0.0);
        for (var place = 0; place < count; place++)
            sum += _weights[place] = Math.Exp((best - _weights[place]) / options.Temperature);
        var left = _random.NextDouble() * sum;
        for (var place = 0; place < count; place++)
        {
            left -= _weights[place];
            if (left < 0)
                return _order[place];
        }

        return _order[0];
    }
}
