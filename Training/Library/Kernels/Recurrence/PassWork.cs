namespace MlNetRecurrent.Training;

/// <summary>A stage of several passes, whose pieces are numbered one pass after the other.</summary>
internal sealed class PassWork : SharedWork
{
    private readonly RecurrentPass[] _passes;
    private readonly int[] _firstPieces;
    private readonly Action<RecurrentPass, int> _run;

    private PassWork(RecurrentPass[] passes, int[] firstPieces, Action<RecurrentPass, int> run) =>
        (_passes, _firstPieces, _run) = (passes, firstPieces, run);

    /// <summary>Runs all pieces of a stage.</summary>
    public static void Run(ReadOnlySpan<RecurrentPass> passes, Func<RecurrentPass, int> count, Action<RecurrentPass, int> run)
    {
        var firstPieces = new int[passes.Length];
        var pieces = 0;
        for (var index = 0; index < passes.Length; index++)
        {
            firstPieces[index] = pieces;
            pieces += count(passes[index]);
        }

        WorkTeam.Run(new PassWork(passes.ToArray(), firstPieces, run), pieces);
    }

    /// <summary>Counts the pieces of a stage.</summary>
    public static int Count(ReadOnlySpan<RecurrentPass> passes, Func<RecurrentPass, int> count)
    {
        var pieces = 0;
        foreach (var pass in passes)
            pieces += count(pass);
        return pieces;
    }

    /// <inheritdoc/>
    public override void RunPiece(int piece)
    {
        var pass = _passes.Length - 1;
        while (_firstPieces[pass] > piece)
            pass--;
        _run(_passes[pass], piece - _firstPieces[pass]);
    }
}
