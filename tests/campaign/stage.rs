//! The stage: private brokers behind proxies, a root that leads to them, and the faults that can be done to them.

use std::thread::sleep;
use std::time::Duration;

use tempfile::TempDir;

use crate::plan::{Fault, Planned};
use crate::progress::Progress;
use crate::proxy::Proxy;
use crate::support::{KafkaBroker, RabbitMqNode};

/// Names the exchange, the queue and the topic.
pub(crate) const NAME: &str = "campaign";

/// What a message waits for when there is a delay; it bounds what comes through, too.
const DELAY: Duration = Duration::from_millis(80);

/// A broker and the proxy that busboot sees.
pub(crate) struct Behind<B> {
    pub(crate) broker: B,
    proxy: Proxy,
}

/// What every broker can suffer.
pub(crate) trait Broker {
    fn kill(&mut self);
    fn stop(&mut self);
    fn start_again(&mut self);
    fn pause(&self);
    fn resume(&self);
    /// Blocks publishers; for a broker that knows no such thing, nothing.
    fn block(&self) {}
    fn unblock(&self) {}
}

impl Broker for RabbitMqNode {
    fn kill(&mut self) {
        Self::kill(self);
    }
    fn stop(&mut self) {
        Self::stop(self);
    }
    fn start_again(&mut self) {
        Self::start_again(self);
    }
    fn pause(&self) {
        Self::pause(self);
    }
    fn resume(&self) {
        Self::resume(self);
    }
    fn block(&self) {
        Self::block(self);
    }
    fn unblock(&self) {
        Self::unblock(self);
    }
}

impl Broker for KafkaBroker {
    fn kill(&mut self) {
        Self::kill(self);
    }
    fn stop(&mut self) {
        Self::stop(self);
    }
    fn start_again(&mut self) {
        Self::start_again(self);
    }
    fn pause(&self) {
        Self::pause(self);
    }
    fn resume(&self) {
        Self::resume(self);
    }
}

impl Behind<RabbitMqNode> {
    pub(crate) fn rabbitmq() -> Self {
        let (broker, proxy) = (RabbitMqNode::start(), Proxy::open());
        proxy.lead_to(broker.port);
        Self { broker, proxy }
    }
}

impl Behind<KafkaBroker> {
    /// Its clients are told to come back by the proxy, too.
    pub(crate) fn kafka() -> Self {
        let proxy = Proxy::open();
        let advertised = format!("advertised.listeners=PLAINTEXT://127.0.0.1:{}\n", proxy.port);
        let broker = KafkaBroker::start_with(&advertised);
        proxy.lead_to(broker.port);
        Self { broker, proxy }
    }
}

impl<B> Behind<B> {
    /// The proxy's.
    pub(crate) fn port(&self) -> u16 {
        self.proxy.port
    }
}

impl<B: Broker> Behind<B> {
    /// Does what is planned, each fault once so many events have been fed.
    pub(crate) fn suffer(&mut self, faults: &[Planned], progress: &Progress) {
        for planned in faults {
            if !progress.reaches(planned.at) {
                return;
            }
            self.suffer_one(planned);
        }
    }

    fn suffer_one(&mut self, planned: &Planned) {
        let Planned { fault, lasts, .. } = *planned;
        match fault {
            Fault::Kill => {
                self.broker.kill();
                sleep(lasts);
                self.broker.start_again();
            }
            Fault::Stop => {
                self.broker.stop();
                sleep(lasts);
                self.broker.start_again();
            }
            Fault::Freeze => {
                self.broker.pause();
                sleep(lasts);
                self.broker.resume();
            }
            Fault::Cut => self.proxy.cut(),
            Fault::Unreachable => {
                self.proxy.set_reachable(false);
                self.proxy.cut();
                sleep(lasts);
                self.proxy.set_reachable(true);
            }
            Fault::Delay => {
                self.proxy.set_delay(DELAY);
                sleep(lasts);
                self.proxy.set_delay(Duration::ZERO);
            }
            Fault::MemoryAlarm => {
                self.broker.block();
                sleep(lasts);
                self.broker.unblock();
            }
            other => panic!("a broker can't suffer {other:?}"),
        }
    }
}

/// A root with a RabbitMQ bus and a Kafka bus at these ports.
pub(crate) fn root(rabbitmq: u16, kafka: u16) -> TempDir {
    let root = TempDir::with_prefix("busboot-campaign-").unwrap();
    let folder = root.path().join("META-INF/cloudstack/event");
    std::fs::create_dir_all(&folder).unwrap();
    let beans = format!(
        r#"<beans xmlns="http://www.springframework.org/schema/beans"
       xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
       xsi:schemaLocation="http://www.springframework.org/schema/beans
       http://www.springframework.org/schema/beans/spring-beans-3.0.xsd">
  <bean id="rabbitmq" class="org.apache.cloudstack.mom.rabbitmq.RabbitMQEventBus">
    <property name="name" value="rabbitmq"/>
    <property name="server" value="127.0.0.1"/>
    <property name="port" value="{rabbitmq}"/>
    <property name="username" value="guest"/>
    <property name="password" value="guest"/>
    <property name="exchange" value="{NAME}"/>
  </bean>
  <bean id="kafka" class="org.apache.cloudstack.mom.kafka.KafkaEventBus">
    <property name="name" value="kafka"/>
  </bean>
</beans>
"#
    );
    std::fs::write(folder.join("spring-event-bus-context.xml"), beans).unwrap();
    let producer = format!("bootstrap.servers=127.0.0.1:{kafka}\nacks=all\ntopic={NAME}\n");
    std::fs::write(root.path().join("kafka.producer.properties"), producer).unwrap();
    root
}
