namespace MlNetRecurrent;

/// <summary>Maps linear layers, variants of cells and activations to their JSON form and back.</summary>
internal static class LayerPartMapping
{
    private static readonly CellVariant Standard = new();

    public static LinearLayerDescriptionJsonV1 ToJsonForm(LinearLayerDescription? layer) => layer is null ? null! : new()
    {
        InputSize = layer.InputSize,
        OutputSize = layer.OutputSize,
        Activation = ToJsonForm(layer.Activation, ActivationFunction.Identity),
        KernelSize = layer.KernelSize,
        PaddingBefore = layer.PaddingBefore,
        PaddingAfter = layer.PaddingAfter,
    };

    // [null] is a valid list in JSON; validation rejects it.
    public static LinearLayerDescription ToLinear(LinearLayerDescriptionJsonV1? json) => json is null ? null! : new()
    {
        InputSize = json.InputSize,
        OutputSize = json.OutputSize,
        Activation = ToFunction(json.Activation, ActivationFunction.Identity),
        KernelSize = json.KernelSize,
        PaddingBefore = json.PaddingBefore,
        PaddingAfter = json.PaddingAfter,
    };

    public static CellVariantJsonV1 ToJsonForm(CellVariant variant) => new()
    {
        Gate = ToJsonForm(variant.Gate, Standard.Gate),
        Candidate = ToJsonForm(variant.Candidate, Standard.Candidate),
        Output = ToJsonForm(variant.Output, Standard.Output),
        Clip = variant.Clip,
        CoupledForgetGate = variant.CouplesForgetGate,
        Peepholes = variant.HasPeepholes,
    };

    public static CellVariant ToVariant(CellVariantJsonV1 json) => new()
    {
        Gate = ToFunction(json.Gate, Standard.Gate),
        Candidate = ToFunction(json.Candidate, Standard.Candidate),
        Output = ToFunction(json.Output, Standard.Output),
        Clip = json.Clip,
        CouplesForgetGate = json.CoupledForgetGate,
        HasPeepholes = json.Peepholes,
    };

    /// <summary>Maps a function; null if it is the default one.</summary>
    public static ActivationFunctionJsonV1? ToJsonForm(ActivationFunction function, ActivationFunction defaultFunction) =>
        function == defaultFunction ? null : new() { Function = function.Kind, Alpha = function.Alpha, Beta = function.Beta };

    /// <summary>Maps the JSON form of a function; the default function if there is none.</summary>
    /// <exception cref="ArgumentException">There is no such function.</exception>
    public static ActivationFunction ToFunction(ActivationFunctionJsonV1? json, ActivationFunction defaultFunction) =>
        json is null ? defaultFunction : ActivationFunction.Create(json.Function, json.Alpha, json.Beta);
}
