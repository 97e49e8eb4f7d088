namespace MlNetRecurrent.Onnx;

/// <summary>What one factor of an axis counts.</summary>
internal enum AxisRole
{
    /// <summary>An axis of an input whose meaning the first recurrent node decides.</summary>
    Unknown,

    /// <summary>Sequences.</summary>
    Batch,

    /// <summary>Time steps.</summary>
    Time,

    /// <summary>Values of the raw input at one time step.</summary>
    Feature,

    /// <summary>States side by side: directions, or layers and directions.</summary>
    Stack,

    /// <summary>Hidden units, embedding values, or what the head gives.</summary>
    Unit,
}
