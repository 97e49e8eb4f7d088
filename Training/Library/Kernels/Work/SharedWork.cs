namespace MlNetRecurrent.Training;

/// <summary>Work in pieces that may run in any order, on several threads at once.</summary>
internal abstract class SharedWork
{
    /// <summary>Runs one piece.</summary>
    /// <param name="piece">The index of the piece.</param>
    public abstract void RunPiece(int piece);
}
