namespace MlNetRecurrent.Engine;

/// <summary>How a batch is cut: rows of a block, and threads.</summary>
internal readonly struct BatchPlan
{
    // Below some 20 us of work, calling another thread costs more than it gains.
    private const double MinWork = 1e6;

    // Hidden states of whole sequences of a block should stay in the cache, if they can.
    private const long MaxSequencesSize = 8 << 20;

    public BatchPlan(PackedNetwork network, SortedBatch tasks, int workers)
    {
        var width = network.Width.Floats;
        var largest = StageKernel.MaxVectors * width;
        if (!network.IsForward)
        {
            var row = 2L * sizeof(float) * tasks.MaxLength * network.MaxOutputSize;
            largest = (int)Math.Clamp(MaxSequencesSize / row / width * width, 1, largest);
        }

        Workers = tasks.TotalSteps * network.StepWork > MinWork ? workers : 1;
        var blocks = (int)(Workers * (((long)tasks.Count + ((long)largest * Workers) - 1) / ((long)largest * Workers)));
        var even = (tasks.Count + blocks - 1) / blocks;
        BlockSize = Math.Min(largest, even <= width ? even : (even + width - 1) / width * width);
    }

    /// <summary>Rows of a block.</summary>
    public int BlockSize { get; }

    /// <summary>Most threads that are worth it.</summary>
    public int Workers { get; }
}
