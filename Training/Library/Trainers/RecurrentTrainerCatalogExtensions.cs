using MlNetRecurrent.Training;

namespace Microsoft.ML;

/// <summary>Adds the recurrent trainers to <see cref="MLContext"/>.</summary>
public static class RecurrentTrainerCatalogExtensions
{
    extension(MLContext context)
    {
        /// <summary>The trainers of recurrent networks: RNN, LSTM and GRU.</summary>
        /// <remarks>An extension property of C# 14. Other languages call <see cref="RecurrentTrainers"/>.</remarks>
        public RecurrentTrainerCatalog Recurrent => context.RecurrentTrainers();
    }

    /// <summary>Returns the trainers of recurrent networks: RNN, LSTM and GRU.</summary>
    /// <remarks>The same as the extension property <c>ml.Recurrent</c>, for F# and earlier versions of C#.</remarks>
    /// <param name="context">The ML.NET context.</param>
    /// <returns>The catalog of the trainers.</returns>
    /// <exception cref="ArgumentNullException">The context is null.</exception>
    public static RecurrentTrainerCatalog RecurrentTrainers(this MLContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new RecurrentTrainerCatalog(context);
    }
}
