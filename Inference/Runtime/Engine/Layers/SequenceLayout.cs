namespace MlNetRecurrent.Engine;

/// <summary>The sizes of the buffers for sequences that are passed from layer to layer, [time, value, row].</summary>
internal sealed class SequenceLayout
{
    private readonly int _width;
    private readonly int _extraSteps;

    public SequenceLayout(NetworkDescription network)
    {
        var steps = 0;
        foreach (var layer in network.Layers)
        {
            foreach (var linear in layer.InputLayers)
            {
                _width = Math.Max(_width, Math.Max(linear.InputSize, linear.OutputSize));
                _extraSteps = Math.Max(_extraSteps, steps + linear.PaddingBefore + linear.PaddingAfter);
                steps -= linear.LostSteps;
                _extraSteps = Math.Max(_extraSteps, steps);
            }

            _width = Math.Max(_width, layer.OutputSize);
        }
    }

    /// <summary>The number of floats for each row of a block, for sequences of a number of input steps.</summary>
    public long GetRowSize(int steps) => ((long)steps + _extraSteps) * _width;
}
