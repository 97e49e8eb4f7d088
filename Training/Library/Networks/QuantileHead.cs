using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Converts the outputs of the head to quantiles that never cross, and applies the shifts found by calibration.</summary>
internal sealed class QuantileHead : nn.Module
{
    private readonly Tensor _isMedian;
    private readonly Tensor _matrix;
    private readonly Tensor _shift;

    public QuantileHead(NetworkDescription network)
        : base(nameof(QuantileHead))
    {
        var levels = network.Forecast.Quantiles.Count;
        var isMedian = Enumerable.Range(0, levels).Select(level => level == network.MedianIndex).ToArray();
        register_buffer("is_median", _isMedian = tensor(isMedian), persistent: false);
        register_buffer("matrix", _matrix = tensor(QuantileDistances.CreateMatrix(network), [levels, levels]), persistent: false);
        register_buffer("shift", _shift = zeros(network.Forecast.Horizon, network.Forecast.Targets, levels));
    }

    /// <summary>The values added to the steps from one quantile to the next, [horizon, targets, levels]; 0 before calibration.</summary>
    public float[] Shift
    {
        get => _shift.data<float>().ToArray();
        set
        {
            using var none = no_grad();
            using var source = tensor(value, _shift.shape);
            _shift.copy_(source);
        }
    }

    /// <summary>Converts the outputs of the head, [..., levels], to the median and the steps from each quantile to the next.</summary>
    public Tensor ToSteps(Tensor scores) => where(_isMedian, scores, nn.functional.softplus(scores));

    /// <summary>Converts steps to quantiles [..., horizon, targets, levels]; a step that calibration makes negative becomes 0.</summary>
    public Tensor ToQuantiles(Tensor steps) => matmul(where(_isMedian, steps, (steps + _shift).relu()), _matrix);
}
