namespace MlNetRecurrent.Training;

/// <summary>How weights are moved against their gradients.</summary>
public enum FitOptimizer
{
    /// <summary>Adam (Kingma and Ba 2015).</summary>
    Adam,

    /// <summary>Adam with weight decay apart from the gradients (Loshchilov and Hutter 2019).</summary>
    AdamW,

    /// <summary>Stochastic gradient descent, with momentum 0.9.</summary>
    Sgd,

    /// <summary>RMSprop (Hinton 2012), smoothing constant 0.99.</summary>
    RmsProp,
}
