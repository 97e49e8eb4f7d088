namespace MlNetRecurrent.Engine;

/// <summary>The trained state from which sequences and streams start, in the layout of <see cref="StateLayout"/>.</summary>
internal static class InitialState
{
    /// <summary>Creates the state from the trained initial states among the weights of a network.</summary>
    public static float[] Create(NetworkDescription network, NetworkWeights weights)
    {
        var layout = new StateLayout(network);
        var state = new float[layout.Size];
        var (hidden, cell) = (0, 0);
        foreach (var (index, layer) in network.MemberLayers.Index())
        {
            Copy(weights.InitialHidden, ref hidden, layout.GetHiddenOffset(index, 0));
            if (layer.Cell.HasCellState)
                Copy(weights.InitialCell, ref cell, layout.GetCellOffset(index, 0));

            void Copy(float[]? source, ref int start, int target)
            {
                source.AsSpan(start, layer.OutputSize).CopyTo(state.AsSpan(target));
                start += layer.OutputSize;
            }
        }

        return state;
    }
}
