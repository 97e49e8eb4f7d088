using System.Diagnostics.CodeAnalysis;

namespace MlNetRecurrent;

/// <summary>How a file stores its weights.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "They are types, under the names that ONNX gives them.")]
public enum WeightPrecision
{
    /// <summary>32-bit floating point, as they were trained.</summary>
    Float32,

    /// <summary>16-bit floating point, widened when the file is loaded: half the size, the same speed, any host.</summary>
    Float16,

    /// <summary>8-bit integers with a scale for each gate of each hidden unit; LSTM only, ONNX Runtime only.</summary>
    Int8,
}
