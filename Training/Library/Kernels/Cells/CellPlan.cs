namespace MlNetRecurrent.Training;

/// <summary>The products of a cell. The recurrent planes come first: their gradients are one operand of the gradient of the hidden state.</summary>
internal sealed class CellPlan
{
    private static readonly CellPlan Rnn = new(new CellPlane(0));
    private static readonly CellPlan Lstm = new(new CellPlane(0), new CellPlane(1), new CellPlane(2), new CellPlane(3));

    // The reset gate scales the recurrent half of the candidate alone: its halves are planes of their own.
    private static readonly CellPlan Gru = new(
        new CellPlane(0), new CellPlane(1), new CellPlane(2, Input: false), new CellPlane(2, Recurrent: false));
    private static readonly CellPlan GruResetBefore = new(new CellPlane(0), new CellPlane(1), new CellPlane(2)) { FirstStagePlanes = 2 };

    private CellPlan(params CellPlane[] planes)
    {
        Planes = planes;
        FirstStagePlanes = planes.Length;
        RecurrentPlanes = planes.Count(plane => plane.Recurrent);
        SharedPlanes = planes.TakeWhile(plane => plane.Input && plane.Recurrent).Count();
    }

    public CellPlane[] Planes { get; }

    /// <summary>The number of planes whose recurrent operand is the hidden state; that of the others is r * h, known after these planes.</summary>
    public int FirstStagePlanes { get; private init; }

    /// <summary>The number of blocks of the stacked weights whose recurrent operand is the hidden state.</summary>
    public int FirstStageBlocks => Math.Min(FirstStagePlanes, RecurrentPlanes);

    /// <summary>The number of planes with a recurrent operand.</summary>
    public int RecurrentPlanes { get; }

    /// <summary>The number of leading planes with both operands.</summary>
    public int SharedPlanes { get; }

    /// <summary>Whether there is a plane with the input as its only operand, the last one.</summary>
    public bool HasInputPlane => RecurrentPlanes < Planes.Length;

    public static CellPlan For(RecurrentCell cell) =>
        cell == RecurrentCell.Lstm ? Lstm
        : cell == RecurrentCell.Gru ? Gru
        : cell == RecurrentCell.GruResetBefore ? GruResetBefore
        : Rnn;
}
