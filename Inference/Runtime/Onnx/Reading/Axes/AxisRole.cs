namespace MlNetRecurrent.Onnx;

/// <summary>The meaning of one factor of an axis.</summary>
internal enum AxisRole
{
    /// <summary>An axis of an input whose role is not known until the first recurrent node determines it.</summary>
    Unknown,

    /// <summary>Sequences.</summary>
    Batch,

    /// <summary>Time steps.</summary>
    Time,

    /// <summary>Features of the raw input.</summary>
    Feature,

    /// <summary>Concatenated states: directions, or layers and directions.</summary>
    Stack,

    /// <summary>Hidden units, embedding dimensions, or outputs of the head.</summary>
    Unit,
}
