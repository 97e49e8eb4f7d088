namespace MlNetRecurrent.Engine;

/// <summary>Applies activation functions for one vector width.</summary>
internal sealed unsafe class ActivationMath<TMath, TVector> : ActivationMath
    where TMath : struct, IVectorMath<TVector>
    where TVector : struct
{
    /// <inheritdoc/>
    public override void Apply(ActivationFunction function, float* values, nint count)
    {
        for (nint index = 0; index < count; index += TMath.Width)
            TMath.Store(Activation<TMath, TVector>.Apply(function, TMath.Load(values + index)), values + index);
    }
}
