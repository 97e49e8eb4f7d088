namespace MlNetRecurrent.Training;

/// <summary>An optimizer: the rule that updates weights from their gradients.</summary>
public enum FitOptimizer
{
    /// <summary>Adam (Kingma and Ba 2015).</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019).</summary>
    AdamW,

    /// <summary>Stochastic gradient descent with momentum 0.9.</summary>
    Sgd,

    /// <summary>RMSprop (Hinton 2012) with smoothing constant 0.99.</summary>
    RmsProp,
}
