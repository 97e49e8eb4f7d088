namespace MlNetRecurrent.Engine;

/// <summary>Turns the input of a block into the input of the first layer: scaled values, or the embeddings of tokens.</summary>
internal sealed unsafe class BlockInput(PackedNetwork network)
{
    private readonly int _size = network.Network.InputSize;
    private readonly int _embedded = network.Network.EmbeddedFeatures;
    private readonly CategoryDescription[] _categories = [.. network.Network.Categories];
    private readonly int _tableSize = network.Network.Embedding is { } table ? table.VocabularySize * table.EmbeddingSize : 0;

    /// <summary>Returns one time step of each row, as a panel [value, row].</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="active">The number of rows that have this step.</param>
    /// <param name="step">The step, counted in the direction of processing.</param>
    /// <param name="reverse">Whether rows are processed in reverse, from their last step.</param>
    /// <param name="panels">The buffers of the block.</param>
    /// <param name="member">The network of the ensemble.</param>
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
                for (var value = 0; value < _size - _embedded; value++)
                    panel[value * stride] = columns[value];
                if (_categories.Length > 0)
                    ReadCategories(rows[row], time, panel + ((_size - _embedded) * stride), stride, member);
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

    // Over the horizon, the codes of the last step continue.
    private void ReadCategories(in PinnedSequence sequence, int time, float* panel, nint stride, int member)
    {
        var codes = CategoryCode.Find(network.Network, sequence, time);
        for (var index = 0; index < _categories.Length; index++)
        {
            var category = _categories[index];
            var start = (nint)CategoryCode.Read(codes[index], category.Count) * category.EmbeddingSize;
            var vector = network.Categories[(member * _categories.Length) + index].AsSpan((int)start, category.EmbeddingSize);
            for (var value = 0; value < vector.Length; value++, panel += stride)
                *panel = vector[value];
        }
    }

    private static void Scale(AffineScale scale, float* panel, int rows, nint stride)
    {
        for (var feature = 0; feature < scale.Mean.Length; feature++, panel += stride)
        {
            var mean = scale.Mean[feature];
            var standardDeviation = scale.StandardDeviation[feature];
            for (var row = 0; row < rows; row++)
                panel[row] = (panel[row] - mean) / standardDeviation;
        }
    }
}
