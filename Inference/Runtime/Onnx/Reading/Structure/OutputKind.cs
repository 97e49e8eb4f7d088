namespace MlNetRecurrent.Onnx;

/// <summary>The role of an output of a graph.</summary>
internal enum OutputKind
{
    /// <summary>Values that are computed from inputs: hidden states of every step, or what a head computes from them.</summary>
    Computed,

    /// <summary>The final states of recurrent nodes whose initial states are an input.</summary>
    State,

    /// <summary>The final states of recurrent nodes beside an output that is computed from them; no input is their initial state.</summary>
    FinalState,

    /// <summary>The index of the largest computed value: the class of a classifier.</summary>
    Label,

    /// <summary>Values that do not depend on the values of any input.</summary>
    Constant,

    /// <summary>The values of an input, possibly in another layout.</summary>
    Echo,
}
