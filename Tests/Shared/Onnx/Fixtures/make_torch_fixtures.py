"""Writes the torch_*.onnx files beside this script: what torch.onnx.export (TorchScript exporter) makes of recurrent modules.

Made with PyTorch 1.13.1 and ONNX 1.12 (Debian 12: apt-get install python3-torch python3-onnx):

    python3 make_torch_fixtures.py

The files are inputs of tests only. They are never made anew to turn a test green.
"""
import os
import warnings

import torch
from torch import nn

warnings.filterwarnings("ignore")
HERE = os.path.dirname(os.path.abspath(__file__))
FEATURES, HIDDEN, TARGETS = 2, 3, 2


class Wrapped(nn.Module):
    """Recurrent modules with a forward function written in one line."""

    def __init__(self, run, **modules):
        super().__init__()
        self.run = run
        for name, module in modules.items():
            self.add_module(name, module)

    def forward(self, *inputs):
        return self.run(self, *inputs)


def write(name, model, opset, inputs=None, batch_first=True, static=False, folding=True, state_names=(), outputs=1):
    torch.manual_seed(len(name))
    for parameter in model.parameters():
        nn.init.uniform_(parameter, -0.8, 0.8)
    if inputs is None:
        inputs = (torch.randn(4, 5, FEATURES) if batch_first else torch.randn(5, 4, FEATURES),)
    first = {0: "batch", 1: "time"} if batch_first else {0: "time", 1: "batch"}
    names = ["x", *state_names]
    axes = {"x": first, **{state: {0 if state == "lengths" else 1: "batch"} for state in state_names}}
    torch.onnx.export(
        model.eval(), inputs, os.path.join(HERE, f"torch_{name}_opset{opset}.onnx"), opset_version=opset,
        input_names=names, output_names=[f"y{index}" for index in range(outputs)],
        dynamic_axes=None if static else axes, do_constant_folding=folding)


def lstm(**options):
    return nn.LSTM(FEATURES, HIDDEN, **options)


def gru(**options):
    return nn.GRU(FEATURES, HIDDEN, **options)


for opset in (9, 11, 13, 17):
    write("lstm_last_step_linear", Wrapped(
        lambda m, x: m.head(m.lstm(x)[0][:, -1]), lstm=lstm(batch_first=True), head=nn.Linear(HIDDEN, TARGETS)), opset)
    write("bilstm_last_step_linear", Wrapped(
        lambda m, x: m.head(m.lstm(x)[0][:, -1, :]), lstm=lstm(batch_first=True, bidirectional=True), head=nn.Linear(2 * HIDDEN, TARGETS)), opset)
    write("gru_two_layers_final_softmax", Wrapped(
        lambda m, x: torch.softmax(m.head(m.gru(x)[1][-1]), -1), gru=gru(num_layers=2), head=nn.Linear(HIDDEN, 3)), opset, batch_first=False)
    write("rnn_relu_every_step_given_state", Wrapped(
        lambda m, x, h: m.rnn(x, h), rnn=nn.RNN(FEATURES, HIDDEN, nonlinearity="relu")), opset,
        (torch.randn(5, 4, FEATURES), torch.randn(1, 4, HIDDEN)), batch_first=False, state_names=["h"], outputs=2)

write("lstm_two_layers_both_ways_states", Wrapped(
    lambda m, x: (lambda y, s: (y, s[0], s[1]))(*m.lstm(x)), lstm=lstm(num_layers=2, bidirectional=True, batch_first=True)), 17, outputs=3)
write("lstm_states_given", Wrapped(
    lambda m, x, h, c: (lambda y, s: (m.head(y), s[0], s[1]))(*m.lstm(x, (h, c))), lstm=lstm(num_layers=2, batch_first=True), head=nn.Linear(HIDDEN, 1)), 14,
    (torch.randn(4, 5, FEATURES), torch.randn(2, 4, HIDDEN), torch.randn(2, 4, HIDDEN)), state_names=["h", "c"], outputs=3)
write("bigru_joined_finals", Wrapped(
    lambda m, x: m.head((lambda h: torch.cat([h[-2], h[-1]], dim=1))(m.gru(x)[1])),
    gru=gru(num_layers=2, bidirectional=True, batch_first=True, bias=False), head=nn.Linear(2 * HIDDEN, TARGETS)), 13)
write("bigru_states_by_view", Wrapped(
    lambda m, x: m.head((lambda h: h.view(2, 2, x.shape[0], HIDDEN)[-1].transpose(0, 1).reshape(x.shape[0], 2 * HIDDEN))(m.gru(x)[1])),
    gru=gru(num_layers=2, bidirectional=True, batch_first=True), head=nn.Linear(2 * HIDDEN, TARGETS)), 16)
write("bilstm_ends_of_both_ways", Wrapped(
    lambda m, x: m.head((lambda y: torch.cat([y[:, -1, :HIDDEN], y[:, 0, HIDDEN:]], dim=1))(m.lstm(x)[0])),
    lstm=lstm(bidirectional=True, batch_first=True), head=nn.Linear(2 * HIDDEN, TARGETS)), 13)
write("embedding_tagger", Wrapped(
    lambda m, x: torch.softmax(m.head(m.lstm(m.table(x))[0]), dim=-1),
    table=nn.Embedding(11, 4), lstm=nn.LSTM(4, HIDDEN, bidirectional=True, batch_first=True), head=nn.Linear(2 * HIDDEN, 5)), 13,
    (torch.randint(0, 11, (4, 5)),))
write("unequal_mixed_layers", Wrapped(
    lambda m, x: m.head(m.second(m.drop(m.first(x)[0]))[0][:, -1]),
    first=lstm(batch_first=True), drop=nn.Dropout(0.3), second=nn.GRU(HIDDEN, 4, batch_first=True), head=nn.Linear(4, 1)), 12)
write("lstm_not_folded", Wrapped(
    lambda m, x: m.head(m.lstm(x)[0][:, -1]), lstm=lstm(batch_first=True), head=nn.Linear(HIDDEN, TARGETS)), 13, folding=False)
write("gru_not_folded", Wrapped(
    lambda m, x: m.head(m.gru(x)[0][:, -1]), gru=gru(batch_first=True), head=nn.Linear(HIDDEN, TARGETS)), 10, folding=False)
write("lstm_static", Wrapped(
    lambda m, x: m.head(m.lstm(x)[0][:, -1]), lstm=lstm(batch_first=True), head=nn.Linear(HIDDEN, TARGETS)), 17, static=True)
write("lstm_one_static_sequence", Wrapped(
    lambda m, x: m.head(m.lstm(x)[1][0].squeeze(0)), lstm=lstm(batch_first=True), head=nn.Linear(HIDDEN, TARGETS)), 13,
    (torch.randn(1, 5, FEATURES),), static=True)
write("lstm_squeezed_state", Wrapped(
    lambda m, x: m.head(m.lstm(x)[1][0].squeeze(0)), lstm=lstm(batch_first=True), head=nn.Linear(HIDDEN, TARGETS)), 13)
write("gru_horizon", Wrapped(
    lambda m, x: m.head(m.gru(x)[1][-1]).view(-1, 4, TARGETS), gru=gru(batch_first=True), head=nn.Linear(HIDDEN, 4 * TARGETS)), 15)
write("lstm_scaled", Wrapped(
    lambda m, x: m.head(m.lstm((x - torch.tensor([1.0, -2.0])) / torch.tensor([3.0, 0.5]))[0][:, -1]) * 7.0 + 2.0,
    lstm=lstm(batch_first=True), head=nn.Linear(HIDDEN, TARGETS)), 13)
write("lstm_univariate", Wrapped(
    lambda m, x: m.head(m.lstm(x.unsqueeze(-1))[0][:, -1]).squeeze(-1), lstm=nn.LSTM(1, HIDDEN, batch_first=True), head=nn.Linear(HIDDEN, 1)), 13,
    (torch.randn(4, 5),))
write("lstm_unbatched", Wrapped(
    lambda m, x: m.head(m.lstm(x)[0]), lstm=lstm(), head=nn.Linear(HIDDEN, 1)), 13, (torch.randn(5, FEATURES),), static=True)
write("lstm_flattened_every_step", Wrapped(
    lambda m, x: m.head(m.lstm(x)[0].reshape(-1, HIDDEN)).reshape(x.shape[0], -1, TARGETS), lstm=lstm(batch_first=True), head=nn.Linear(HIDDEN, TARGETS)), 14)
write("lstm_packed_lengths", Wrapped(
    lambda m, x, lengths: m.head(m.lstm(nn.utils.rnn.pack_padded_sequence(x, lengths))[1][0][-1]), lstm=lstm(), head=nn.Linear(HIDDEN, TARGETS)), 13,
    (torch.randn(5, 4, FEATURES), torch.tensor([5, 4, 4, 2])), batch_first=False, state_names=["lengths"])
