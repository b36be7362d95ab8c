"""What the official client of OpenAI makes of Serai. Needs OPENAI_BASE_URL, OPENAI_API_KEY and SERAI_MODEL."""

import json
import os
import sys
import unittest

import openai
from openai import OpenAI

MODEL = os.environ["SERAI_MODEL"]
SCRIPTED = os.environ.get("SERAI_SCRIPTED_MODEL")
CAPABLE = os.environ.get("SERAI_CAPABLE_MODEL")
GREETING = [{"role": "user", "content": "Say hello."}]

client = OpenAI(max_retries=0)


def greeting():
    completion = client.chat.completions.create(model=MODEL, messages=GREETING, max_tokens=8, temperature=0)
    return completion.choices[0].message.content


def end_of_greeting():
    """A text in the middle of the greeting: a model that stops there ends its answer by itself."""
    text = greeting()
    return text[len(text) // 2 :][:3]


class Models(unittest.TestCase):
    def test_lists_aliases(self):
        models = {model.id: model for model in client.models.list()}

        self.assertIn(MODEL, models)
        self.assertEqual("serai", models[MODEL].owned_by)
        self.assertEqual("ready", models[MODEL].serai["state"])

    def test_shows_one(self):
        self.assertEqual(MODEL, client.models.retrieve(MODEL).id)

    def test_knows_what_is_not_there(self):
        with self.assertRaises(openai.NotFoundError) as missing:
            client.models.retrieve("gpt-99")
        self.assertEqual("model_not_found", missing.exception.code)


class ChatCompletions(unittest.TestCase):
    def test_answers(self):
        completion = client.chat.completions.create(model=MODEL, messages=GREETING, max_tokens=8, temperature=0)

        choice = completion.choices[0]
        self.assertEqual("chat.completion", completion.object)
        self.assertEqual("assistant", choice.message.role)
        self.assertTrue(choice.message.content)
        self.assertEqual("length", choice.finish_reason)
        self.assertEqual(8, completion.usage.completion_tokens)
        self.assertEqual(completion.usage.prompt_tokens + 8, completion.usage.total_tokens)
        self.assertTrue(choice.serai["digest"].startswith("sha256:"))
        self.assertTrue(completion._request_id)

    def test_streams_the_same(self):
        arguments = dict(model=MODEL, messages=GREETING, max_tokens=8, temperature=0)
        whole = client.chat.completions.create(**arguments)
        chunks = list(client.chat.completions.create(stream=True, stream_options={"include_usage": True}, **arguments))

        text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
        self.assertEqual(whole.choices[0].message.content, text)
        self.assertEqual("length", [c.choices[0].finish_reason for c in chunks if c.choices][-1])
        self.assertEqual(whole.usage, chunks[-1].usage)
        self.assertEqual([], chunks[-1].choices)

    def test_streams_by_its_helper(self):
        with client.chat.completions.stream(
            model=MODEL, messages=GREETING, max_tokens=8, temperature=0, stop=[end_of_greeting()]
        ) as stream:
            kinds = [event.type for event in stream]
            completion = stream.get_final_completion()

        self.assertIn("content.delta", kinds)
        self.assertEqual("stop", completion.choices[0].finish_reason)

    def test_repeats_what_a_seed_drew(self):
        def ask():
            return client.chat.completions.create(
                model=MODEL, messages=GREETING, max_tokens=8, temperature=1, seed=7, n=2
            )

        first, again = ask(), ask()

        self.assertEqual(2, len(first.choices))
        self.assertEqual([7, 8], [choice.serai["seed"] for choice in first.choices])
        self.assertEqual(
            [choice.message.content for choice in first.choices], [choice.message.content for choice in again.choices]
        )
        self.assertEqual(first.system_fingerprint, again.system_fingerprint)

    def test_tells_logprobs(self):
        completion = client.chat.completions.create(
            model=MODEL, messages=GREETING, max_tokens=4, temperature=0, logprobs=True, top_logprobs=3
        )

        tokens = completion.choices[0].logprobs.content
        self.assertEqual(4, len(tokens))
        said = b"".join(bytes(token.bytes) for token in tokens).decode(errors="replace")
        self.assertEqual(completion.choices[0].message.content.strip(), said.strip())
        for token in tokens:
            self.assertEqual(3, len(token.top_logprobs))
            self.assertEqual(token.logprob, token.top_logprobs[0].logprob)
            self.assertLessEqual(token.logprob, 0)

    def test_streams_logprobs(self):
        chunks = client.chat.completions.create(
            model=MODEL, messages=GREETING, max_tokens=4, temperature=0, logprobs=True, stream=True
        )

        tokens = [t for c in chunks if c.choices and c.choices[0].logprobs for t in c.choices[0].logprobs.content]
        self.assertEqual(4, len(tokens))

    def test_takes_parameters_of_other_servers(self):
        completion = client.chat.completions.create(
            model=MODEL,
            messages=GREETING,
            max_tokens=4,
            extra_body={"top_k": 1, "min_p": 0.1, "repetition_penalty": 1.1},
        )
        self.assertEqual(4, completion.usage.completion_tokens)

    def test_ends_before_a_stop_string(self):
        text = greeting()
        end = end_of_greeting()

        stopped = client.chat.completions.create(
            model=MODEL, messages=GREETING, max_tokens=8, temperature=0, stop=[end]
        )

        self.assertEqual("stop", stopped.choices[0].finish_reason)
        self.assertEqual(text[: text.index(end)], stopped.choices[0].message.content)

    def test_an_idempotency_key_is_answered_once(self):
        def ask():
            return client.chat.completions.create(
                model=MODEL,
                messages=GREETING,
                max_tokens=4,
                temperature=1,
                extra_headers={"Idempotency-Key": "order-17"},
            )

        first, again = ask(), ask()

        self.assertFalse(first.choices[0].serai["replayed"])
        self.assertTrue(again.choices[0].serai["replayed"])
        self.assertEqual(first.choices[0].message.content, again.choices[0].message.content)


WEATHER = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "Tells the weather.",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}
INVOICE = {"type": "object", "properties": {"total": {"type": "number"}}, "required": ["total"]}


@unittest.skipUnless(CAPABLE, "needs a server whose model can")
class FormatsAndTools(unittest.TestCase):
    def test_models_say_what_they_can(self):
        models = {model.id: model for model in client.models.list()}

        self.assertEqual(["json_object", "json_schema", "tools"], models[CAPABLE].serai["capabilities"])
        self.assertEqual([], models[MODEL].serai["capabilities"])

    def test_the_server_is_asked_for_the_format(self):
        wanted = {"type": "json_schema", "json_schema": {"name": "invoice", "schema": INVOICE, "strict": True}}
        completion = client.chat.completions.create(model=CAPABLE, messages=GREETING, response_format=wanted)

        self.assertEqual(wanted, json.loads(completion.choices[0].message.content))
        self.assertEqual("stop", completion.choices[0].finish_reason)

    def test_responses_have_formats(self):
        wanted = {"type": "json_schema", "name": "invoice", "schema": INVOICE, "strict": True}
        response = client.responses.create(model=CAPABLE, input="Say hello.", text={"format": wanted})

        self.assertEqual(INVOICE, json.loads(response.output_text)["json_schema"]["schema"])
        self.assertEqual("json_schema", response.text.format.type)

    def test_a_tool_is_called_and_its_answer_used(self):
        arguments = dict(model=CAPABLE, tools=[WEATHER], tool_choice="auto", parallel_tool_calls=False)
        choice = client.chat.completions.create(messages=GREETING, **arguments).choices[0]

        self.assertEqual("tool_calls", choice.finish_reason)
        self.assertIsNone(choice.message.content)
        (call,) = choice.message.tool_calls
        self.assertEqual("weather", call.function.name)
        self.assertEqual({"city": "Edo"}, json.loads(call.function.arguments))

        answer = {"role": "tool", "tool_call_id": call.id, "content": "rain"}
        told = client.chat.completions.create(messages=[*GREETING, choice.message, answer], **arguments).choices[0]

        self.assertEqual("stop", told.finish_reason)
        self.assertEqual("The tool said rain", told.message.content)

    def test_a_stream_calls_the_tool(self):
        with client.chat.completions.stream(model=CAPABLE, messages=GREETING, tools=[WEATHER]) as stream:
            choice = stream.get_final_completion().choices[0]

        self.assertEqual("tool_calls", choice.finish_reason)
        (call,) = choice.message.tool_calls
        self.assertEqual("call_17", call.id)
        self.assertEqual({"city": "Edo"}, json.loads(call.function.arguments))

    def test_a_tool_need_not_be_called(self):
        completion = client.chat.completions.create(
            model=CAPABLE, messages=GREETING, tools=[WEATHER], tool_choice="none"
        )

        self.assertIsNone(completion.choices[0].message.tool_calls)


class Refusals(unittest.TestCase):
    def refused(self, param, **arguments):
        with self.assertRaises(openai.BadRequestError) as refusal:
            client.chat.completions.create(**{"model": MODEL, "messages": GREETING, **arguments})
        self.assertEqual(param, refusal.exception.param)
        self.assertEqual("invalid_request_error", refusal.exception.type)
        self.assertIn(param.split("_")[-1], refusal.exception.message)

    def test_a_format_is_not_ignored(self):
        self.refused("response_format", response_format={"type": "json_object"})

    def test_tools_are_not_ignored(self):
        self.refused("tools", tools=[{"type": "function", "function": {"name": "weather"}}])

    def test_images_are_not_ignored(self):
        image = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}
        self.refused("messages[0].content[0].type", messages=[{"role": "user", "content": [image]}])

    def test_unknown_arguments_are_not_ignored(self):
        self.refused("temprature", extra_body={"temprature": 0})

    def test_a_model_that_is_not_there(self):
        with self.assertRaises(openai.NotFoundError) as missing:
            client.chat.completions.create(model="gpt-99", messages=GREETING)
        self.assertEqual("model_not_found", missing.exception.code)
        self.assertEqual("model", missing.exception.param)

    def test_a_prompt_that_is_too_long(self):
        with self.assertRaises(openai.BadRequestError) as refusal:
            client.completions.create(model=MODEL, prompt="word " * 20_000, max_tokens=1)
        self.assertEqual("context_length_exceeded", refusal.exception.code)
        self.assertGreater(refusal.exception.body["n_prompt_tokens"], refusal.exception.body["n_ctx"])

    def test_embeddings_are_clearly_not_there(self):
        with self.assertRaises(openai.InternalServerError) as refusal:
            OpenAI(max_retries=5).embeddings.create(model=MODEL, input="Hello")
        self.assertEqual(501, refusal.exception.status_code)
        self.assertIn("embeddings", refusal.exception.message)

    def test_an_address_that_is_not_there(self):
        with self.assertRaises(openai.NotFoundError):
            client.moderations.create(input="Hello")


class TextCompletions(unittest.TestCase):
    def test_answers_several_prompts(self):
        completion = client.completions.create(model=MODEL, prompt=["One,", "Two,"], max_tokens=3, n=2, temperature=0)

        self.assertEqual([0, 1, 2, 3], [choice.index for choice in completion.choices])
        self.assertEqual(completion.choices[0].text, completion.choices[1].text)
        self.assertEqual(12, completion.usage.completion_tokens)

    def test_takes_tokens(self):
        completion = client.completions.create(model=MODEL, prompt=[5, 6, 7], max_tokens=3)
        self.assertEqual(3, completion.usage.prompt_tokens)

    def test_streams_with_logprobs(self):
        chunks = list(
            client.completions.create(model=MODEL, prompt="One,", max_tokens=3, temperature=0, logprobs=2, stream=True)
        )
        tokens = [token for chunk in chunks for c in chunk.choices if c.logprobs for token in c.logprobs.tokens]
        self.assertEqual(3, len(tokens))

    def test_refuses_to_echo(self):
        with self.assertRaises(openai.BadRequestError) as refusal:
            client.completions.create(model=MODEL, prompt="One,", echo=True)
        self.assertEqual("echo", refusal.exception.param)


class Responses(unittest.TestCase):
    def test_answers(self):
        response = client.responses.create(
            model=MODEL, instructions="Be brief.", input="Say hello.", max_output_tokens=6, metadata={"order": "17"}
        )

        self.assertEqual("incomplete", response.status)
        self.assertEqual("max_output_tokens", response.incomplete_details.reason)
        self.assertTrue(response.output_text)
        self.assertEqual(6, response.usage.output_tokens)
        self.assertEqual({"order": "17"}, response.metadata)

    def test_streams(self):
        with client.responses.stream(
            model=MODEL,
            input=GREETING[0]["content"],
            max_output_tokens=8,
            temperature=0,
            extra_body={"stop": end_of_greeting()},
        ) as stream:
            events = list(stream)
            response = stream.get_final_response()

        text = "".join(event.delta for event in events if event.type == "response.output_text.delta")
        self.assertEqual(response.output_text, text)
        self.assertEqual("response.created", events[0].type)
        self.assertEqual("response.completed", events[-1].type)

    def test_goes_on_with_a_conversation(self):
        first = client.responses.create(model=MODEL, input="Say hello.", max_output_tokens=4)
        conversation = [{"role": "user", "content": "Say hello."}, *first.output, {"role": "user", "content": "Again."}]

        again = client.responses.create(model=MODEL, input=conversation, max_output_tokens=4)

        self.assertEqual(4, again.usage.output_tokens)

    def test_keeps_nothing(self):
        for argument in ({"store": True}, {"previous_response_id": "resp_1"}, {"background": True}):
            with self.assertRaises(openai.BadRequestError) as refusal:
                client.responses.create(model=MODEL, input="Say hello.", **argument)
            self.assertEqual(next(iter(argument)), refusal.exception.param)


@unittest.skipUnless(SCRIPTED, "needs an engine that fails on demand")
class Failures(unittest.TestCase):
    def ask(self, script, **arguments):
        messages = [{"role": "user", "content": script}]
        return client.chat.completions.create(model=SCRIPTED, messages=messages, **arguments)

    def test_a_stream_that_breaks_off_is_an_error(self):
        text = ""
        with self.assertRaises(openai.APIError) as failure:
            for chunk in self.ask("@@tokens 3\n@@fail INTERNAL The house is on fire", stream=True):
                text += chunk.choices[0].delta.content or ""
        self.assertEqual("1 2 3", text)
        self.assertIn("The house is on fire", failure.exception.message)

    def test_errors_have_the_classes_of_their_kinds(self):
        for category, error in (
            ("OVERLOAD", openai.RateLimitError),
            ("INVALID", openai.BadRequestError),
            ("INTERNAL", openai.InternalServerError),
            ("UNAVAILABLE", openai.InternalServerError),
        ):
            with self.subTest(category), self.assertRaises(error):
                self.ask("@@fail " + category + " As asked")

    def test_the_client_waits_as_long_as_it_is_told(self):
        with self.assertRaises(openai.RateLimitError) as failure:
            self.ask("@@fail OVERLOAD As asked")
        self.assertGreaterEqual(int(failure.exception.response.headers["retry-after"]), 1)


if __name__ == "__main__":
    unittest.main(argv=sys.argv, verbosity=2)
