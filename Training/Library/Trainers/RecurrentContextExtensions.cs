using MlNetRecurrent.Training;

namespace Microsoft.ML;

/// <summary>Recurrent trainers among the parts of an <see cref="MLContext"/>.</summary>
public static class RecurrentContextExtensions
{
    extension(MLContext context)
    {
        /// <summary>Trainers of recurrent networks: RNN, LSTM and GRU.</summary>
        public RecurrentTrainerCatalog Recurrent => new(context);
    }
}
