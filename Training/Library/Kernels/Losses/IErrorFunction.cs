using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>A function of the difference of a score and its target, with its derivative.</summary>
internal interface IErrorFunction
{
    /// <summary>Computes the derivative.</summary>
    static abstract TVector GetSlope<TMath, TVector>(TVector difference, TVector delta)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct;

    /// <summary>Computes the function, given its derivative.</summary>
    static abstract TVector GetLoss<TMath, TVector>(TVector difference, TVector slope)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct;
}
