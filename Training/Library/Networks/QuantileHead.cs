using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Makes what the head gives into quantiles that never cross, and moves them by what calibration has found.</summary>
internal sealed class QuantileHead : nn.Module
{
    private readonly Tensor _isMedian;
    private readonly Tensor _matrix;
    private readonly Tensor _shift;

    public QuantileHead(NetworkDescription network)
        : base(nameof(QuantileHead))
    {
        var levels = network.Forecast.Quantiles.Count;
        register_buffer("is_median", _isMedian = tensor([.. Enumerable.Range(0, levels).Select(level => level == network.MedianIndex)]), persistent: false);
        register_buffer("matrix", _matrix = tensor(QuantileSteps.CreateMatrix(network), [levels, levels]), persistent: false);
        register_buffer("shift", _shift = zeros(network.Forecast.Horizon, network.Forecast.Targets, levels));
    }

    /// <summary>[horizon, targets, levels]: what is added to the steps from one quantile to the next; 0 before calibration.</summary>
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

    /// <summary>The median and the steps from each quantile to the next, of what the head gives: [..., levels].</summary>
    public Tensor ToSteps(Tensor scores) => where(_isMedian, scores, nn.functional.softplus(scores));

    /// <summary>The quantiles [..., horizon, targets, levels] of steps; a step that calibration makes negative is 0.</summary>
    public Tensor ToQuantiles(Tensor steps) => matmul(where(_isMedian, steps, (steps + _shift).relu()), _matrix);
}
