namespace MlNetRecurrent.Engine;

/// <summary>Turns what is fed into what the first layer reads: scaled values, or the vectors of tokens.</summary>
internal sealed unsafe class BlockInput(PackedNetwork network)
{
    private readonly int _size = network.Network.Layers[0].InputSize;
    private readonly int _tableSize = network.Network.Embedding is { } table ? table.VocabularySize * table.EmbeddingSize : 0;

    /// <summary>A step of each row, as a panel [value, row].</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="active">How many of them have this step.</param>
    /// <param name="step">The step's number from where a row begins to walk.</param>
    /// <param name="reverse">Whether that is its last step.</param>
    /// <param name="panels">Where the panel is.</param>
    /// <param name="member">The network of the ensemble that reads.</param>
    public float* Read(PinnedSequence* rows, int active, int step, bool reverse, BlockPanels panels, int member)
    {
        var stride = panels.Stride;
        for (var row = 0; row < active; row++)
        {
            var time = reverse ? rows[row].Length - 1 - step : step;
            var panel = panels.Input + row;
            if (network.Embedding is { } table)
            {
                var vector = table.AsSpan((member * _tableSize) + (int)(rows[row].Tokens[time] * _size), _size);
                for (var value = 0; value < vector.Length; value++)
                    panel[value * stride] = vector[value];
            }
            else if (network.NeedsInputPreparation)
            {
                var columns = rows[row].Columns + ((nint)time * _size);
                for (var value = 0; value < _size; value++)
                    panel[value * stride] = columns[value];
            }
            else
            {
                var values = rows[row].Values + ((nint)time * _size);
                for (var value = 0; value < _size; value++)
                    panel[value * stride] = InfinitySaturation.Saturate(values[value]);
            }
        }

        if (!network.NeedsInputPreparation && network.InputScale is { } scale)
            Scale(scale, panels.Input, active, stride);
        return panels.Input;
    }

    private static void Scale(AffineScale scale, float* panel, int rows, nint stride)
    {
        for (var feature = 0; feature < scale.Mean.Length; feature++, panel += stride)
        {
            var mean = scale.Mean[feature];
            var deviation = scale.StandardDeviation[feature];
            for (var row = 0; row < rows; row++)
                panel[row] = (panel[row] - mean) / deviation;
        }
    }
}
