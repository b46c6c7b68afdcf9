//! The `task` namespace (Spring's `TaskNamespaceHandler`), as far as an outline shows it.

use crate::spring::xml::Element;

use super::super::definition::BeanDefinition;
use super::super::reader::{Fault, Reader, text_of};
use super::super::text::has_text;
use super::aop::generated;
use super::sketch::{effects, is_true, sketch};
use super::{Naming, Outcome, definition_of, unknown};

const ASYNC: &str = "org.springframework.context.annotation.internalAsyncAnnotationProcessor";
const ASYNC_ASPECT: &str = "org.springframework.scheduling.config.internalAsyncExecutionAspect";
const SCHEDULED: &str = "org.springframework.context.annotation.internalScheduledAnnotationProcessor";

/// Reads one element.
pub(super) fn read(
    reader: &mut Reader<'_>,
    element: Element<'_>,
    containing: Option<&BeanDefinition>,
) -> Outcome {
    let mut others = Vec::new();
    let (own, naming) = match element.local() {
        "annotation-driven" => return effects(annotation_driven(reader, element)),
        "executor" => {
            let class = "org.springframework.scheduling.config.TaskExecutorFactoryBean";
            let properties = [
                ("keep-alive", "keepAliveSeconds"),
                ("queue-capacity", "queueCapacity"),
                ("rejection-policy", "rejectedExecutionHandler"),
                ("pool-size", "poolSize"),
            ];
            let own = definition_of(reader, element, containing, class).with_text_of(element, &properties);
            (own, Naming::Written(String::new()))
        }
        "scheduler" => {
            let class = "org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler";
            let properties = [("pool-size", "poolSize")];
            let own = definition_of(reader, element, containing, class).with_text_of(element, &properties);
            (own, Naming::Written(String::new()))
        }
        "scheduled-tasks" => {
            for task in element.elements().filter(|child| child.local() == "scheduled") {
                read_task(reader, task, &mut others);
            }
            let class = "org.springframework.scheduling.config.ContextLifecycleScheduledTaskRegistrar";
            let mut own = definition_of(reader, element, containing, class)
                .with_text_of(element, &[("scheduler", "taskScheduler")]);
            own.lazy = Some(false);
            let lists = ["cronTasksList", "fixedDelayTasksList", "fixedRateTasksList", "triggerTasksList"];
            (lists.iter().fold(own, |own, list| own.with(list)), Naming::Generated)
        }
        _ => return unknown(reader, element),
    };
    Outcome::Foreign { own: Some((Box::new(own), naming)), others }
}

fn annotation_driven(reader: &mut Reader<'_>, element: Element<'_>) -> Vec<BeanDefinition> {
    let executor = [("executor", "executor"), ("exception-handler", "exceptionHandler")];
    let asynchronous = if text_of(element, "mode") == "aspectj" {
        sketch(element, "org.springframework.scheduling.aspectj.AnnotationAsyncExecutionAspect")
            .called(ASYNC_ASPECT)
            .made_by("aspectOf")
            .with_text_of(element, &executor)
    } else {
        only_one(
            reader,
            element,
            ASYNC,
            "Only one AsyncAnnotationBeanPostProcessor may exist within the context.",
        );
        let processor =
            sketch(element, "org.springframework.scheduling.annotation.AsyncAnnotationBeanPostProcessor")
                .called(ASYNC)
                .with_text_of(element, &executor);
        let proxies = is_true(text_of(element, "proxy-target-class"));
        if proxies { processor.with("proxyTargetClass") } else { processor }
    };
    let sentence = "Only one ScheduledAnnotationBeanPostProcessor may exist within the context.";
    only_one(reader, element, SCHEDULED, sentence);
    let scheduled =
        sketch(element, "org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor")
            .called(SCHEDULED)
            .with_text_of(element, &[("scheduler", "scheduler")]);
    vec![asynchronous, scheduled]
}

fn only_one(reader: &mut Reader<'_>, element: Element<'_>, name: &str, sentence: &'static str) {
    if reader.sink.contains(name) {
        reader.problem_at(element.start_tag(), &Fault::Attributes(sentence));
    }
}

/// One `<scheduled>`: what it runs, and a task for each way of timing.
fn read_task(reader: &mut Reader<'_>, task: Element<'_>, beans: &mut Vec<BeanDefinition>) {
    let given = |name| has_text(text_of(task, name));
    let timings = [
        ("fixed-delay", "org.springframework.scheduling.config.IntervalTask", 3),
        ("fixed-rate", "org.springframework.scheduling.config.IntervalTask", 3),
        ("cron", "org.springframework.scheduling.config.CronTask", 2),
        ("trigger", "org.springframework.scheduling.config.TriggerTask", 2),
    ];
    let sentence = if !given("ref") || !given("method") {
        "Both 'ref' and 'method' are required"
    } else if !timings.iter().any(|(timing, ..)| given(timing)) {
        "one of the 'cron', 'fixed-delay', 'fixed-rate', or 'trigger' attributes is required"
    } else if given("initial-delay") && (given("cron") || given("trigger")) {
        "the 'initial-delay' attribute may not be used with cron and trigger tasks"
    } else {
        let runnable = sketch(task, "org.springframework.scheduling.support.ScheduledMethodRunnable");
        beans.extend(generated(reader, runnable.with_arguments(2)));
        for (_, class, arguments) in timings.iter().filter(|(timing, ..)| given(timing)) {
            beans.extend(generated(reader, sketch(task, class).with_arguments(*arguments)));
        }
        return;
    };
    reader.problem_at(task.start_tag(), &Fault::Attributes(sentence));
}
