namespace MlNetRecurrent.Engine;

/// <summary>One to three vectors of adjacent rows of a block, all multiplied by the same weight.</summary>
/// <typeparam name="TSelf">The implementing type; its fields stay in registers.</typeparam>
internal unsafe interface IRowVectors<TSelf>
    where TSelf : struct, IRowVectors<TSelf>
{
    /// <summary>The number of rows.</summary>
    static abstract int Rows { get; }

    static abstract TSelf Load(float* source);

    static abstract TSelf Broadcast(float value);

    /// <summary>Computes weight * rows + sums.</summary>
    static abstract TSelf MultiplyAdd(float* weight, TSelf rows, TSelf sums);

    static abstract void Store(TSelf value, float* target);
}
