namespace MlNetRecurrent.Engine;

/// <summary>
/// What a stream carries beside the states of its layers, used and moved on by a step: the history of the targets, and the mean or maximum over time.
/// Immutable; the numbers are with the streams.
/// </summary>
/// <param name="network">The network.</param>
internal sealed unsafe class StreamCarryover(PackedNetwork network)
{
    // What two floats of 24 bits count to: a step each millisecond for 8,900 years.
    private const long HalfCount = 1 << 24;
    private const long MaxCount = (HalfCount * HalfCount) - 1;

    private readonly StreamLayout _layout = network.Stream;
    private readonly InputColumns _columns = new(network);
    private readonly NetworkDescription _network = network.Network;

    /// <summary>Prepares what a step reads, and takes it into the history.</summary>
    /// <param name="task">The step.</param>
    /// <param name="carried">What is carried, each float so far behind the one before as <paramref name="stride"/> says.</param>
    /// <param name="stride">Floats from one to the next.</param>
    /// <param name="room">Room for what the first layer reads, [input], where it is not the values as fed.</param>
    public void BeginStep(ref PinnedSequence task, float* carried, nint stride, float* room)
    {
        if (_layout.Carried > 0)
            task.PriorSteps = Count(carried, stride);
        if (!network.NeedsInputPreparation)
            return;
        task.Columns = room;
        if (!network.NeedsHistory)
        {
            _columns.Read(task.Values, null, null, stride, room);
            return;
        }

        task.History = carried + (_layout.GetHistoryOffset(0) * stride);
        task.HistoryStride = stride;
        task.HistorySize = _layout.HistorySize;
        var previous = task.PriorSteps == 0 ? null : carried + (_layout.GetHistoryOffset(task.PriorSteps - 1) * stride);
        _columns.Read(task.Values, previous, carried + (_layout.GetHistoryOffset(task.PriorSteps) * stride), stride, room);
    }

    /// <summary>Takes what the last layer of a network gives, where the head reads a mean or maximum.</summary>
    /// <param name="task">The step.</param>
    /// <param name="member">The network of the ensemble.</param>
    /// <param name="hidden">What the last layer gives.</param>
    /// <param name="pooled">Takes what the head reads.</param>
    /// <param name="panelStride">Floats from one value of these to the next.</param>
    /// <param name="carried">What is carried.</param>
    /// <param name="stride">Floats from one value of that to the next.</param>
    public void PoolStep(in PinnedSequence task, int member, float* hidden, float* pooled, nint panelStride, float* carried, nint stride)
    {
        nint width = _network.HeadInputSize;
        var panel = carried + (_layout.GetPanelOffset(member) * stride);

        // A maximum has one panel, and rounds nothing off.
        var rounded = _network.Pooling == SequencePooling.Mean ? panel + (width * stride) : panel;
        for (nint value = 0; value < width; value++)
        {
            ref var sum = ref panel[value * stride];
            if (task.PriorSteps == 0)
            {
                rounded[value * stride] = 0;
                sum = hidden[value * panelStride];
            }
            else
            {
                TimePooling.Accumulate(_network.Pooling, hidden[value * panelStride], ref sum, ref rounded[value * stride]);
            }

            pooled[value * panelStride] = TimePooling.GetResult(_network.Pooling, sum, task.PriorSteps + 1);
        }
    }

    /// <summary>Counts a step that was taken.</summary>
    public void EndStep(in PinnedSequence task, float* carried, nint stride)
    {
        if (_layout.Carried == 0)
            return;
        var count = Math.Min(task.PriorSteps + 1, MaxCount);
        carried[0] = count / HalfCount;
        carried[stride] = count % HalfCount;
    }

    // A state that somebody made up, or one that is NaN throughout, counts something too.
    private static long Count(float* carried, nint stride) =>
        Math.Clamp((long)(Math.Clamp(carried[0], 0, HalfCount) * (double)HalfCount) + (long)Math.Clamp(carried[stride], 0, HalfCount), 0, MaxCount);
}
