namespace MlNetRecurrent.Engine;

/// <summary>One to three vectors side by side, of neighbouring rows of a block: what one weight is multiplied with.</summary>
/// <typeparam name="TSelf">The implementation; its fields stay in registers.</typeparam>
internal unsafe interface IRowVectors<TSelf>
    where TSelf : struct, IRowVectors<TSelf>
{
    /// <summary>How many rows there are.</summary>
    static abstract int Rows { get; }

    static abstract TSelf Load(float* source);

    static abstract TSelf Broadcast(float value);

    /// <summary>weight * rows + sums</summary>
    static abstract TSelf MultiplyAdd(float* weight, TSelf rows, TSelf sums);

    static abstract void Store(TSelf value, float* target);
}
